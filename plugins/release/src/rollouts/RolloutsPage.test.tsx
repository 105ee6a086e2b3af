import type { Rollout, RolloutQuery } from '@pilothouse/plugin-release-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ROLLOUT_WORLDS } from '../../dev/fixtures/rolloutWorlds';
import { renderDeployPage } from '../pages/__testUtils__/renderDeployPage';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** A rollout of one of the worlds, of a service of its own. */
function rollout(world: string, service: string): Rollout {
  const make = ROLLOUT_WORLDS[world];
  return {
    ...make(ago),
    id: service,
    name: service,
    entityRef: `component:default/${service}`,
  };
}

function open(
  rollouts: Rollout[],
  options: { search?: string; language?: 'en' | 'zh' } = {},
) {
  const asked: RolloutQuery[] = [];
  renderDeployPage({
    path: `rollouts${options.search ?? ''}`,
    language: options.language,
    prepare: api => {
      api.listRollouts = async query => {
        asked.push(query);
        return { rollouts, now: ago(0) };
      };
    },
  });
  return asked;
}

async function rows(name = 'Rollouts, trouble first') {
  const table = await screen.findByRole('table', { name });
  return within(table).getAllByRole('row').slice(1);
}

describe('the page of rollouts', () => {
  it('has what wants somebody first, and leads to it', async () => {
    open([
      rollout('aborted', 'ended-api'),
      rollout('canary', 'running-api'),
      rollout('paused', 'paused-api'),
      rollout('stuck', 'stuck-api'),
      rollout('aborting', 'aborting-api'),
      rollout('gate', 'waiting-api'),
    ]);
    const shown = await rows();
    expect(shown.map(row => within(row).getByRole('link').textContent)).toEqual(
      [
        'waiting-api',
        'stuck-api',
        'aborting-api',
        'paused-api',
        'running-api',
        'ended-api',
      ],
    );
    expect(shown[0]).toHaveTextContent(/Waits for a personwaits for you/);
    expect(shown[1]).toHaveTextContent(
      /Stuckprod-beijing does not answer, for 8 min.*clock stands: not observed/,
    );
    expect(shown[2]).toHaveTextContent(/stopped here/);
    expect(shown[3]).toHaveTextContent(/clock stands: paused/);
    for (const row of shown.slice(0, 4)) {
      expect(row).not.toHaveTextContent(/left/);
    }
    expect(shown[4]).toHaveTextContent(/3 h \d+ min left/);
    expect(shown[4]).toHaveTextContent(
      /prod1\.4\.0→1\.4\.1canaryCanary, step 2 of 4Step 2 of 9: 2 canary pods|prod1\.4\.0→1\.4\.1canaryCanary, step 2 of 4Step 2 of 9: 2 pods/,
    );
    expect(shown[4]).toHaveTextContent('fix coupon rounding, ORD-812');
    expect(within(shown[4]).getByRole('link')).toHaveAttribute(
      'href',
      '/catalog/default/component/running-api/deploy?workload=prod%2Fprod-beijing%2Forder%2Forder-api',
    );
  });

  it('says of what is not seen which cluster it waits for', async () => {
    open([
      {
        ...rollout('aborting', 'order-api'),
        blind: {
          code: 'cluster-away',
          params: { cluster: 'prod-beijing' },
          since: ago(47_000),
        },
      },
    ]);
    const [row] = await rows();
    expect(row).toHaveTextContent(
      /Abortingprod-beijing does not answer, for 4\d s/,
    );
  });

  it('asks for the view that is chosen, which stands in the address', async () => {
    const asked = open([], { search: '?view=stuck&environment=prod' });
    expect(await screen.findByText('Nothing is stuck')).toBeVisible();
    expect(asked[0]).toEqual({ view: 'stuck', environment: 'prod', limit: 50 });
    await userEvent.click(
      screen.getByRole('radio', { name: 'Waiting for me' }),
    );
    expect(await screen.findByText('Nothing waits for you')).toBeVisible();
    expect(asked.at(-1)?.view).toBe('waiting');
    await userEvent.click(
      screen.getByRole('button', { name: 'Show all rollouts' }),
    );
    await waitFor(() => expect(asked.at(-1)?.view).toBe('all'));
  });

  it('speaks Chinese', async () => {
    open([rollout('gate', 'order-api')], { language: 'zh' });
    const [row] = await rows('发布单，异常优先');
    expect(row).toHaveTextContent('等待人工等你处理');
    expect(screen.getByRole('link', { name: '发布单' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    expect(screen.getByRole('link', { name: '封网' })).toHaveAttribute(
      'href',
      '/deploy/freezes',
    );
  });
});
