import { ResponseError } from '@backstage/errors';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderEntity } from '../__testUtils__/renderEntity';
import { HealthCard } from './HealthCard';

async function refused() {
  return ResponseError.fromResponse(
    new Response(JSON.stringify({ error: { name: 'X', message: 'No' } }), {
      status: 403,
      headers: { 'content-type': 'application/json' },
    }) as never,
  );
}

describe('the Health card', () => {
  it('begins with the last environment and says how it is, in signs and words', async () => {
    const api = renderEntity(<HealthCard />);
    expect(await screen.findByText('Healthy')).toBeVisible();
    expect(screen.getByRole('radio', { name: 'prod' })).toBeChecked();
    const success = screen.getByText('Success rate').closest('li');
    expect(success).toHaveTextContent('99.96%');
    expect(success).toHaveTextContent('as yesterday');
    expect(
      screen.getByRole('img', { name: /^Requests \/ min: lowest / }),
    ).toBeVisible();
    expect(
      api.asked.find(({ method }) => method === 'getHealth'),
    ).toMatchObject({ request: { environment: 'prod' } });
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('turns red for the canary only', async () => {
    renderEntity(<HealthCard />, { world: { canaryIn: 'prod' } });
    const table = await screen.findByRole('table', {
      name: 'Release and canary',
    });
    const [canary, release] = within(table).getAllByRole('row').slice(1);
    expect(canary).toHaveTextContent(/canary.*1\.4\.1.*Degraded.*93%/);
    expect(release).toHaveTextContent(/release.*1\.4\.0.*Healthy.*99\.96%/);
    expect(
      screen.getByText(
        'The canary is degraded: 93% of its requests succeed, 99.96% of the release’s.',
      ),
    ).toBeVisible();
  });

  it('says which SkyWalking of an environment it shows, where clusters report to several', async () => {
    const api = renderEntity(<HealthCard />, {
      world: { instances: { prod: ['sw-bj', 'sw-sh'] } },
    });
    await screen.findByText('Healthy');
    expect(screen.getByRole('radio', { name: 'prod · sw-bj' })).toBeChecked();
    await userEvent.click(screen.getByRole('radio', { name: 'prod · sw-sh' }));
    await screen.findByText('Healthy');
    expect(api.asked.at(-1)).toMatchObject({
      method: 'getHealth',
      request: { environment: 'prod', instance: 'sw-sh' },
    });
    expect(screen.getByRole('link', { name: /traces/i })).toHaveAttribute(
      'href',
      expect.stringMatching(/traces\?env=prod&at=sw-sh$/),
    );
  });

  it('shows another environment', async () => {
    const api = renderEntity(<HealthCard />, {
      world: { services: { dev: { status: 'absent' } } },
    });
    await screen.findByText('Healthy');
    await userEvent.click(screen.getByRole('radio', { name: 'dev' }));
    expect(
      await screen.findByText('SkyWalking has no service order-api in dev'),
    ).toBeVisible();
    expect(screen.queryByText('Healthy')).toBeNull();
    expect(api.asked.at(-1)?.request).toMatchObject({ environment: 'dev' });
  });

  it('says that SkyWalking is away, and asks again', async () => {
    const api = renderEntity(<HealthCard />, {
      language: 'zh',
      world: {
        services: {
          prod: {
            status: 'away',
            problem: { code: 'timeout', params: { instance: 'prod' } },
          },
        },
      },
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('prod 的 SkyWalking 没有响应');
    expect(alert).toHaveTextContent('SkyWalking prod 响应超时。');
    delete api.world.services.prod;
    await userEvent.click(within(alert).getByRole('button', { name: '重试' }));
    expect(await screen.findByText('健康')).toBeVisible();
    expect(screen.getByText('成功率')).toBeVisible();
  });

  it("says why another's service is not shown", async () => {
    renderEntity(<HealthCard />, {
      world: {
        services: {
          prod: {
            status: 'refused',
            problem: { code: 'claimed-by-others', params: {} },
          },
        },
      },
    });
    expect(
      await screen.findByText(/Another entity names it as its own/),
    ).toBeVisible();
  });

  it('shows nothing to who may not see it', async () => {
    renderEntity(<HealthCard />, { world: { error: await refused() } });
    expect(await screen.findByText('You may not see this')).toBeVisible();
    expect(screen.queryByRole('link')).toBeNull();
  });
});
