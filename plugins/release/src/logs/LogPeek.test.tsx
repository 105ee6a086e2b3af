import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderDeployTab } from '../deploy/__testUtils__/renderDeployTab';
import type { RenderOptions } from '../deploy/__testUtils__/renderDeployTab';

const CRASHED = 'order-api-7d9f8b6c5-t5r9v';
const OPEN = `Logs of ${CRASHED}`;

async function openLogs(options?: RenderOptions, name = OPEN) {
  const user = userEvent.setup();
  const rendered = renderDeployTab(options);
  const opener = await screen.findByRole('button', { name });
  await user.click(opener);
  const region = await screen.findByRole('region', {
    name: new RegExp(CRASHED),
  });
  return { ...rendered, user, opener, region };
}

/** The scroller of the lines, with a layout: jsdom has none. */
async function lineList(region: HTMLElement) {
  const list = await within(region).findByRole('log');
  Object.defineProperties(list, {
    scrollHeight: { value: 2_000, configurable: true },
    clientHeight: { value: 600, configurable: true },
  });
  return list;
}

describe('the log peek', () => {
  it('follows a container, in colours, as text', async () => {
    const { api, region } = await openLogs();
    const list = await within(region).findByRole('log');
    expect(list).toHaveAttribute('aria-live', 'off');
    expect(within(list).getByText('ERROR')).toHaveAttribute(
      'data-color',
      'red',
    );
    expect(list).toHaveTextContent('订单 20261121-0042');
    expect(within(region).getByRole('status')).toHaveTextContent('Live');
    expect(api.logRequests).toEqual([
      expect.objectContaining({
        pod: CRASHED,
        container: 'order-api',
        follow: true,
      }),
    ]);

    api.log(CRASHED, {
      text: '<img src=x onerror=alert(1)>\u202eevil\u0000',
      cut: true,
    });
    await waitFor(() =>
      expect(list).toHaveTextContent(
        '<img src=x onerror=alert(1)>\\u{202e}evil\\u{0}',
      ),
    );
    expect(list).toHaveTextContent('The line was longer than 32 KiB.');
    expect(document.querySelector('img')).toBeNull();
  });

  it('is paused by its reader, counts what is new and goes on', async () => {
    const { api, region, user } = await openLogs();
    const list = await within(region).findByRole('log');
    await user.click(within(region).getByRole('button', { name: 'Pause' }));
    expect(within(region).getByRole('status')).toHaveTextContent(
      'Paused by you',
    );

    api.log(CRASHED, { text: 'news one' }, { text: 'news two' });
    const more = await within(region).findByRole('button', {
      name: 'Go to the end: 2 new',
    });
    expect(list).not.toHaveTextContent('news');
    await user.click(more);
    expect(list).toHaveTextContent('news two');
    expect(within(region).getByRole('status')).toHaveTextContent('Live');
  });

  it('is paused by scrolling up, and goes on at the end', async () => {
    const { api, region } = await openLogs();
    const list = await lineList(region);
    api.log(CRASHED, { text: 'before' });
    await waitFor(() => expect(list.scrollTop).toBe(2_000));

    fireEvent.scroll(list, { target: { scrollTop: 900 } });
    expect(within(region).getByRole('status')).toHaveTextContent(
      'Paused by scroll',
    );
    api.log(CRASHED, { text: 'meanwhile' });
    await within(region).findByRole('button', { name: /1 new/ });
    expect(list.scrollTop).toBe(900);

    fireEvent.scroll(list, { target: { scrollTop: 1_400 } });
    expect(within(region).getByRole('status')).toHaveTextContent('Live');
    expect(list).toHaveTextContent('meanwhile');
  });

  it('shows the run before the last restart, and why it ended', async () => {
    const { region, api } = await openLogs(
      undefined,
      `${OPEN} before its last restart`,
    );
    expect(region).toHaveAccessibleName(
      `Logs before the last restart ${CRASHED}`,
    );
    expect(
      await within(region).findByText('Terminating due to OutOfMemoryError'),
    ).toBeInTheDocument();
    expect(within(region).getByRole('status')).toHaveTextContent('Ended');
    expect(within(region).getByText('The container has ended.')).toBeVisible();
    expect(api.logRequests).toEqual([
      expect.objectContaining({ previous: true, follow: false }),
    ]);
  });

  it('changes the container', async () => {
    const { region, api, user } = await openLogs();
    await user.click(within(region).getByRole('button', { name: /Container/ }));
    await user.click(
      await screen.findByRole('option', { name: 'skywalking-agent (init)' }),
    );
    await waitFor(() =>
      expect(api.logRequests.at(-1)).toMatchObject({
        container: 'skywalking-agent',
      }),
    );
  });

  it('says that reading failed and reads again', async () => {
    const { region, api, user } = await openLogs({
      prepare: fake => fake.world.logs.delete(CRASHED),
    });
    expect(await within(region).findByRole('alert')).toHaveTextContent(
      'There is no such thing',
    );
    expect(within(region).getByRole('status')).toHaveTextContent('Failed');
    api.world.logs.set(CRASHED, [{ text: 'here again' }]);
    await user.click(
      within(region).getByRole('button', { name: 'Read again' }),
    );
    expect(await within(region).findByText('here again')).toBeInTheDocument();
  });

  it('stays open while the tables change, and whatever is chosen', async () => {
    const { region, change, user } = await openLogs();
    const line = await within(region).findByText('ERROR');
    await user.click(screen.getByRole('row', { name: /prod-shanghai/ }));
    await change(api => {
      api.world.list = { ...api.world.list, now: new Date().toISOString() };
    });
    expect(line).toBeInTheDocument();
    expect(region).toHaveTextContent('prod-beijing · order');
  });

  it('takes the focus, closes by Escape and gives the focus back', async () => {
    const { region, user, opener } = await openLogs();
    expect(region).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(region).not.toBeInTheDocument();
    expect(opener).toHaveFocus();
  });

  it('does not open for those who may not read logs, and says why', async () => {
    const user = userEvent.setup();
    const { api } = renderDeployTab({ mayReadLogs: false });
    const reason = 'You may not read logs of this service; its owner may.';
    await screen.findByText(reason);
    const opener = screen.getByRole('button', { name: OPEN });
    expect(opener).toHaveAttribute('aria-disabled', 'true');
    expect(opener).toHaveAttribute('title', reason);
    await user.click(opener);
    expect(api.logRequests).toEqual([]);
    expect(screen.queryByRole('log')).not.toBeInTheDocument();
  });

  it('speaks Chinese', async () => {
    const { region } = await openLogs({ language: 'zh' }, `${CRASHED} 的日志`);
    await within(region).findByRole('log');
    expect(within(region).getByRole('status')).toHaveTextContent('实时');
    expect(
      within(region).getByRole('button', { name: '暂停' }),
    ).toBeInTheDocument();
  });
});
