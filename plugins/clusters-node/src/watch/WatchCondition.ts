import type { WatchState } from '../types';

/** How a watch stands with its cluster, by itself. */
export interface WatchCondition {
  state: WatchState;
  since: number;
  /** What our account may not do; missing where the kind is not served. */
  forbidden?: 'list' | 'watch';
  /** Why it is denied, where it is for another reason. */
  message?: string;
}

/** What a watch says of its cluster. */
export interface WatchFacts {
  condition: WatchCondition;
  /** The plural of its kind. */
  resource: string;
  /** Whether the cluster is judged by it. */
  core: boolean;
}
