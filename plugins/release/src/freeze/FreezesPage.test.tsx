import type {
  CreateFreeze,
  FreezeMoment,
} from '@pilothouse/plugin-release-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HOUR } from '../../dev/fixtures/ago';
import { weekend as weekendFreeze } from '../../dev/fixtures/ledger';
import { renderDeployPage } from '../pages/__testUtils__/renderDeployPage';

const at = (ms: number) => new Date(Date.now() + ms).toISOString();

const PLANNED = weekendFreeze(ms => at(-ms));
const WEEKEND: FreezeMoment = {
  active: true,
  from: at(-HOUR),
  to: at(2 * HOUR + 90_000),
  freeze: {
    ...PLANNED.freeze,
    id: 'f1',
    reason: 'weekend <b>\u202e',
    source: 'people',
    createdBy: 'user:default/guo.tao',
    createdAt: at(-48 * HOUR),
  },
};

const SALE: FreezeMoment = {
  active: false,
  from: at(5 * HOUR + 90_000),
  freeze: {
    id: 'config-sale',
    kind: 'range',
    scope: {},
    range: { from: at(5 * HOUR) },
    reason: 'sale',
    source: 'config',
  },
};

function open(options: { freezes?: FreezeMoment[] } = {}) {
  const created: CreateFreeze[] = [];
  const asked: Array<{ since?: string; until?: string }> = [];
  const ended: Array<{ freezeId: string; reason: string }> = [];
  const { freezes = [WEEKEND, SALE] } = options;
  const api = renderDeployPage({
    path: 'freezes',
    prepare: fake => {
      fake.listFreezes = async query => {
        asked.push(query);
        return { freezes, now: at(0) };
      };
      fake.createFreeze = async request => {
        created.push(request);
        return { ...WEEKEND.freeze, ...request };
      };
      fake.endFreeze = async request => {
        ended.push(request);
        return WEEKEND.freeze;
      };
    },
  });
  return { api, asked, created, ended };
}

async function rows() {
  const table = await screen.findByRole('table', {
    name: 'Freezes that hold or will, those that hold first',
  });
  return within(table).getAllByRole('row').slice(1);
}

describe('the page of freezes', () => {
  it('says what is frozen, when, why and by whom', async () => {
    open();
    const [weekend, sale] = await rows();
    expect(weekend).toHaveTextContent(
      /^Holds now2 h 1 min leftprodFri 18:00 to Mon 09:00, every week, Asia\/Shanghai/,
    );
    expect(weekend).toHaveTextContent('weekend <b>\\u{202e}');
    expect(weekend).toHaveTextContent('guo.tao');
    expect(sale).toHaveTextContent(/^Begins in 5 h 1 mineverything/);
    expect(sale).toHaveTextContent(
      'Set in release.freezes: only a deployment of the portal ends it',
    );
    expect(within(sale).queryByRole('button')).not.toBeInTheDocument();
  });

  it('leads from a day of the calendar to the line in the list', async () => {
    open({ freezes: [WEEKEND] });
    const [row] = await rows();
    const today = (await screen.findAllByRole('cell')).find(
      cell => cell.getAttribute('aria-current') === 'date',
    );
    const [mark] = within(today ?? document.body).getAllByRole('button', {
      name: /prod/,
    });
    await userEvent.click(mark);
    expect(row).toHaveFocus();
  });

  it('shows what is over in the weeks that it shows, and says of it what it was', async () => {
    const { asked } = open({
      freezes: [
        {
          ...SALE,
          from: at(-90_000),
          to: at(-60_000),
          freeze: { ...SALE.freeze, reason: 'stopped by mistake' },
        },
      ],
    });
    const [mark] = await screen.findAllByRole('button', { name: /, over/ });
    // The list has what holds and will, the calendar all of its weeks.
    expect(asked).toContainEqual({});
    const { since = '' } = asked.find(query => query.since) ?? {};
    expect(Date.parse(since)).toBeLessThan(Date.now());
    await userEvent.click(mark);
    expect(
      screen.getByText(/^everything, .*, over · stopped by mistake$/),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Month before' })).toBeEnabled();
  });

  it('stops the line in two steps, with a reason', async () => {
    const { created } = open({ freezes: [] });
    expect(
      await screen.findByText('Nothing is frozen, and nothing will be'),
    ).toBeVisible();
    const stop = screen.getByRole('button', { name: 'Stop the line…' });
    await waitFor(() => expect(stop).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(stop);
    const dialog = within(await screen.findByRole('dialog'));
    const next = dialog.getByRole('button', { name: 'Next' });
    expect(next).toHaveAccessibleDescription('Choose one');
    await userEvent.click(
      dialog.getByRole('button', { name: /An environment/ }),
    );
    await userEvent.click(await screen.findByRole('option', { name: 'prod' }));
    expect(next).toHaveAccessibleDescription('Please say why.');
    await userEvent.type(dialog.getByLabelText(/^Reason/), ' INC-12 ');
    await userEvent.click(next);
    expect(created).toEqual([]);
    const confirm = within(
      await screen.findByRole('dialog', { name: 'Stop prod now?' }),
    );
    expect(confirm.getByText(/held from now on/)).toBeVisible();
    await userEvent.click(
      confirm.getByRole('button', { name: 'Stop the line now' }),
    );
    await waitFor(() =>
      expect(created).toEqual([
        { kind: 'stop', scope: { environments: ['prod'] }, reason: 'INC-12' },
      ]),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('makes a weekly one', async () => {
    const { created } = open({ freezes: [] });
    const make = await screen.findByRole('button', { name: 'New freeze…' });
    await waitFor(() => expect(make).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(make);
    const dialog = within(await screen.findByRole('dialog'));
    const act = dialog.getByRole('button', { name: 'Make the freeze' });
    expect(act).toHaveAccessibleDescription('Say from when.');
    await userEvent.click(dialog.getByRole('radio', { name: 'Every week' }));
    const zone = dialog.getByLabelText(/^Time zone/);
    await userEvent.clear(zone);
    await userEvent.type(zone, 'Mars/Phobos');
    expect(act).toHaveAccessibleDescription('There is no such time zone.');
    await userEvent.clear(zone);
    await userEvent.type(zone, 'Asia/Shanghai');
    await userEvent.click(dialog.getByRole('checkbox', { name: 'prod' }));
    await userEvent.type(dialog.getByLabelText(/^Reason/), 'weekend');
    await userEvent.click(act);
    await waitFor(() =>
      expect(created).toEqual([
        {
          kind: 'weekly',
          scope: { environments: ['prod'] },
          weekly: PLANNED.freeze.weekly,
          reason: 'weekend',
        },
      ]),
    );
  });

  it('ends one with a reason, and says what failed', async () => {
    const { api, ended } = open({ freezes: [WEEKEND] });
    await userEvent.click(
      await screen.findByRole('button', { name: 'End the freeze of prod' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const act = dialog.getByRole('button', { name: 'End the freeze' });
    await userEvent.click(act);
    expect(ended).toEqual([]);
    const works = api.endFreeze;
    api.endFreeze = async () => {
      throw Object.assign(new Error('x'), { statusCode: 403 });
    };
    await userEvent.type(dialog.getByLabelText(/^Reason/), 'over');
    await userEvent.click(act);
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'You may not do this, or not any more.',
    );
    api.endFreeze = works;
    await userEvent.click(act);
    await waitFor(() =>
      expect(ended).toEqual([{ freezeId: 'f1', reason: 'over' }]),
    );
  });
});
