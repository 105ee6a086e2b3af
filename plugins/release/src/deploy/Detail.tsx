import {
  ErrorState,
  LiveBadge,
  LoadingState,
} from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import styles from './table.module.css';

export interface DetailProps<T> {
  query: LiveQueryResult<T>;
  children: (data: T) => ReactNode;
}

/** What a query brings: the same loading and error states for every tab. What was read stays when a refresh fails. */
export function Detail<T>(props: DetailProps<T>) {
  const { data, error, refetch, live } = props.query;
  if (data !== undefined) {
    const fresh = live.status === 'live' || live.status === 'polling';
    return (
      <>
        {props.children(data)}
        {!fresh && (
          <p className={styles.note}>
            <LiveBadge {...live} />
          </p>
        )}
      </>
    );
  }
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  return <LoadingState rows={4} />;
}
