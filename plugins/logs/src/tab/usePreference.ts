import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useSyncExternalStore } from 'react';

/** How a reader likes lines to be shown: it is theirs, and does not belong into links. */
export function usePreference(
  name: 'wrap' | 'short' | 'singleKeys',
  initially: boolean,
): [boolean, (value: boolean) => void] {
  const bucket = useApi(storageApiRef).forBucket('logs');
  const subscribe = useCallback(
    (changed: () => void) => {
      const subscription = bucket.observe$(name).subscribe(changed);
      return () => subscription.unsubscribe();
    },
    [bucket, name],
  );
  const value = useSyncExternalStore(subscribe, () => {
    const stored: unknown = bucket.snapshot(name).value;
    return typeof stored === 'boolean' ? stored : initially;
  });
  const set = useCallback(
    (next: boolean) => {
      bucket.set(name, next).catch(() => {
        // It holds for this page, then.
      });
    },
    [bucket, name],
  );
  return [value, set];
}
