import { renderInTestApp } from '@backstage/frontend-test-utils';
import { act, render, screen } from '@testing-library/react';
import { inLanguage } from '../testUtils';
import { LiveBadge } from './LiveBadge';
import { RelativeTime } from './RelativeTime';
import { Ticker } from './ticker';
import { useNow } from './useNow';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;

describe('RelativeTime', () => {
  it('is relative up to a day, then absolute, with the whole time in the title', async () => {
    renderInTestApp(
      <>
        <RelativeTime at={NOW - 12 * MINUTE} now={NOW} />
        <RelativeTime at={NOW + 60 * MINUTE} now={NOW} />
        <RelativeTime at="2026-11-21T11:59:59.900Z" now={NOW} />
        <RelativeTime at="2026-11-12T08:30:00Z" now={NOW} />
        <RelativeTime at="2025-11-12T08:30:00Z" now={NOW} />
        <RelativeTime at="yesterday" now={NOW} />
      </>,
    );
    const twelve = await screen.findByText('12 min ago');
    expect(twelve).toHaveAttribute('datetime', '2026-11-21T11:48:00.000Z');
    expect(twelve.title).toMatch(/^Nov 21, 2026, \d\d:48:00 \S+/);
    expect(screen.getByText('in 1 h')).toBeVisible();
    expect(screen.getByText('1 s ago')).toBeVisible();
    expect(screen.getByText(/^Nov 12, \d\d:30$/)).toBeVisible();
    expect(screen.getByText(/^Nov 12, 2025, \d\d:30$/)).toBeVisible();
    expect(screen.getByText('–')).toBeVisible();
  });

  it('speaks Chinese', async () => {
    renderInTestApp(
      <>
        <RelativeTime at={NOW - 180 * MINUTE} now={NOW} />
        <RelativeTime at="2026-11-12T08:30:00Z" now={NOW} />
      </>,
      { config: inLanguage('zh') },
    );
    expect(await screen.findByText('3 小时前')).toBeVisible();
    expect(screen.getByText(/^11月12日 \d\d:30$/)).toBeVisible();
  });
});

describe('LiveBadge', () => {
  it('tells how old it is, and whether it is true', async () => {
    const updatedAt = Date.now() - 2 * MINUTE;
    renderInTestApp(
      <>
        <LiveBadge status="connecting" updatedAt={undefined} />
        <LiveBadge status="live" updatedAt={updatedAt} />
        <LiveBadge status="polling" updatedAt={updatedAt} everyMs={5_000} />
        <LiveBadge status="reconnecting" updatedAt={updatedAt} />
      </>,
    );
    expect(await screen.findByText('connecting')).toBeVisible();
    expect(screen.getByText('live · 2 min ago')).toBeVisible();
    expect(screen.getByText('every 5 s · 2 min ago')).toBeVisible();
    expect(screen.getByText('reconnecting · 2 min ago')).toBeVisible();
  });
});

describe('the clock of a page', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW + 400 }));
  afterEach(() => jest.useRealTimers());

  it('wakes each listener at multiples of its own step, by one timer', () => {
    const ticker = new Ticker();
    const second = jest.fn();
    const ten = jest.fn();
    const stopSecond = ticker.subscribe(second, 1_000);
    const stopTen = ticker.subscribe(ten, 10_000);
    expect(jest.getTimerCount()).toBe(1);

    jest.advanceTimersByTime(600);
    expect(second).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(9_000);
    expect(second).toHaveBeenCalledTimes(10);
    expect(ten).toHaveBeenCalledTimes(1);

    stopSecond();
    jest.advanceTimersByTime(10_000);
    expect(second).toHaveBeenCalledTimes(10);
    expect(ten).toHaveBeenCalledTimes(2);
    stopTen();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('renders what shows it again when it has changed', () => {
    const { unmount, container } = render(<Now />);
    expect(container).toHaveTextContent(`${NOW}`);
    act(() => {
      jest.advanceTimersByTime(600);
    });
    expect(container).toHaveTextContent(`${NOW + 1_000}`);
    unmount();
    expect(jest.getTimerCount()).toBe(0);
  });
});

function Now() {
  return <>{useNow(1_000)}</>;
}
