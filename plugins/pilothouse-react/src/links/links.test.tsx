import { renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  LinkList as Answer,
  LinkSubject,
} from '@pilothouse/plugin-links-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { inLanguage } from '../testUtils';
import { LinkList } from './LinkList';
import { LinkMenu } from './LinkMenu';
import { linksApiRef } from './linksApiRef';

const subject: LinkSubject = { entityRef: 'component:default/order-api' };
const ANSWER: Answer = {
  links: [
    {
      id: 'skywalking:service',
      kind: 'traces',
      title: { en: 'SkyWalking', zh: 'SkyWalking 服务' },
      url: 'https://skywalking.yunfan.test/x',
    },
    {
      id: 'runbooks:runbook',
      kind: 'runbook',
      title: { en: 'Runbook', zh: '运维手册' },
      url: '/docs/default/component/order-api/runbook',
    },
  ],
  problems: [],
};

function api(listLinks: () => Promise<Answer>) {
  const asked = jest.fn(listLinks);
  return { asked, apis: [[linksApiRef, { listLinks: asked }]] as const };
}

describe('LinkList', () => {
  it('shows where to look, and says what leaves the portal', async () => {
    const { apis } = api(async () => ANSWER);
    renderInTestApp(<LinkList subject={subject} />, {
      config: inLanguage('en'),
      apis,
    });
    const group = await screen.findByRole('group', {
      name: 'Look elsewhere',
    });
    const outside = within(group).getByRole('link', {
      name: 'SkyWalking (opens in a new tab)',
    });
    expect(outside).toHaveAttribute('rel', 'noopener noreferrer');
    expect(outside).toHaveAttribute('href', ANSWER.links[0].url);
    expect(
      within(group).getByRole('link', { name: 'Runbook' }),
    ).toHaveAttribute('href', ANSWER.links[1].url);
  });

  it('leaves out what stands there already', async () => {
    const { apis } = api(async () => ANSWER);
    renderInTestApp(<LinkList subject={subject} without={['runbook']} />, {
      config: inLanguage('en'),
      apis,
    });
    await screen.findByRole('link', { name: /SkyWalking/ });
    expect(screen.queryByRole('link', { name: 'Runbook' })).toBeNull();
  });

  it('asks again for those that were late, a few times', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    const [, runbook] = ANSWER.links;
    const late: Answer = {
      links: [runbook],
      problems: [{ provider: 'skywalking', code: 'timeout' }],
    };
    const { apis, asked } = api(async () => late);
    renderInTestApp(<LinkList subject={subject} />, {
      config: inLanguage('en'),
      apis,
    });
    await screen.findByRole('link', { name: 'Runbook' });
    expect(screen.queryByRole('link', { name: /SkyWalking/ })).toBeNull();
    expect(screen.getByText('Some links are missing')).toBeInTheDocument();
    asked.mockResolvedValueOnce(ANSWER);
    await act(async () => jest.advanceTimersByTime(5_000));
    expect(
      await screen.findByRole('link', { name: /SkyWalking/ }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Some links are missing')).toBeNull();
    await act(async () => jest.advanceTimersByTime(60_000));
    expect(asked).toHaveBeenCalledTimes(2);
    jest.useRealTimers();
  });

  it('speaks Chinese', async () => {
    const { apis } = api(async () => ANSWER);
    renderInTestApp(<LinkList subject={subject} />, {
      config: inLanguage('zh'),
      apis,
    });
    expect(
      await screen.findByRole('link', { name: '运维手册' }),
    ).toBeInTheDocument();
  });
});

describe('LinkMenu', () => {
  it('asks when it is opened, and never before', async () => {
    const { apis, asked } = api(async () => ANSWER);
    renderInTestApp(
      <LinkMenu subject={subject} about="order-api-1" size="small" />,
      { config: inLanguage('en'), apis },
    );
    const button = await screen.findByRole('button', {
      name: 'Links for order-api-1',
    });
    expect(asked).not.toHaveBeenCalled();
    await userEvent.click(button);
    const item = await screen.findByRole('menuitem', { name: 'SkyWalking' });
    expect(item).toHaveAttribute('target', '_blank');
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('says that some are missing', async () => {
    const { apis } = api(async () => ({
      links: [],
      problems: [{ provider: 'logs', code: 'failed' }],
    }));
    renderInTestApp(<LinkMenu subject={subject} about="order-api-1" />, {
      config: inLanguage('zh'),
      apis,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'order-api-1 的链接' }),
    );
    expect(
      await screen.findByRole('menuitem', { name: '部分链接暂时取不到' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('menuitem', { name: '没有相关链接' })).toBeNull();
  });

  it('says that there are none', async () => {
    const { apis } = api(async () => {
      throw new Error('no such plugin');
    });
    renderInTestApp(<LinkMenu subject={subject} about="order-api-1" />, {
      config: inLanguage('en'),
      apis,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Links for order-api-1' }),
    );
    expect(
      await screen.findByRole('menuitem', { name: 'No links for this' }),
    ).toHaveAttribute('aria-disabled', 'true');
  });
});
