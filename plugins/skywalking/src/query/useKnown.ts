import type { Message } from '@pilothouse/plugin-release-common';
import type { SkywalkingService } from '@pilothouse/plugin-skywalking-common';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Polled } from './usePolled';

/** What answers about a service have in common. */
interface Answer {
  service: SkywalkingService;
  asOf: string;
}

/** An answer that can be shown. */
export interface Known<T> {
  /** The present answer, or the last good one while SkyWalking or the portal does not answer. */
  answer: T | undefined;
  /** Present while the answer is an old one. */
  stale?: { since: string; problem?: Message };
}

/**
 * Keeps the last good answer about the same subject while SkyWalking is away: a screen does not go blank for what comes
 * back in a minute, also when it is left and opened again, and says how old it is.
 *
 * @param what - which kind of answer it is; one is never taken for another
 * @param subject - what the answer is about; that about another is never shown
 */
export function useKnown<T extends Answer>(
  { data, error }: Pick<Polled<T>, 'data' | 'error'>,
  what: 'health' | 'instances' | 'endpoints' | 'traces',
  subject: string,
): Known<T> {
  const cache = useQueryClient();
  const status = data?.service.status;
  const isAway = status === 'away';
  const key = useMemo(
    () => ['skywalking', 'known', what, subject],
    [what, subject],
  );
  const before = cache.getQueryData<T>(key);
  useEffect(() => {
    if (data && status === 'found') cache.setQueryData(key, data);
    else if (data && !isAway)
      cache.removeQueries({ queryKey: key, exact: true });
  }, [cache, data, status, isAway, key]);
  if (isAway && before) {
    return {
      answer: before,
      stale: { since: before.asOf, problem: data?.service.problem },
    };
  }
  // The request itself failed: react-query keeps what there was.
  if (error && data && !isAway) {
    return { answer: data, stale: { since: data.asOf } };
  }
  return { answer: data };
}
