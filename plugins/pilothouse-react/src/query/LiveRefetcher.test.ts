import { QueryObserver } from '@tanstack/react-query';
import { createQueryClient } from './queryClient';
import { liveRefetcherOf } from './LiveRefetcher';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE_MS = 60_000;

describe('LiveRefetcher', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW }));
  afterEach(() => jest.useRealTimers());

  async function listening() {
    const client = createQueryClient();
    const queryFn = jest.fn(async () => 'answer');
    const observer = new QueryObserver(client, { queryKey: ['x'], queryFn });
    const leave = observer.subscribe(() => {});
    const { queryHash } = observer.getCurrentQuery();
    const refetcher = liveRefetcherOf(client, queryHash);
    const detach = refetcher.attach([], undefined);
    await jest.advanceTimersByTimeAsync(0);
    expect(queryFn).toHaveBeenCalledTimes(1);
    return {
      client,
      queryHash,
      refetcher,
      queryFn,
      stop: () => {
        detach();
        leave();
        client.clear();
      },
    };
  }

  it('asks once after a sleep, which nobody tells it of', async () => {
    const { queryFn, stop } = await listening();
    await jest.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(queryFn).toHaveBeenCalledTimes(1);

    // The computer sleeps: the clock goes on, timers do not.
    jest.setSystemTime(Date.now() + 60 * MINUTE_MS);
    await jest.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(queryFn).toHaveBeenCalledTimes(2);
    stop();
  });

  it('is one for all who show a query, and is forgotten with the last', async () => {
    const { client, queryHash, refetcher, queryFn, stop } = await listening();
    expect(liveRefetcherOf(client, queryHash)).toBe(refetcher);
    stop();
    expect(liveRefetcherOf(client, queryHash)).not.toBe(refetcher);
    refetcher.refetch();
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(queryFn).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
