import { storageApiRef, useApiHolder } from '@backstage/frontend-plugin-api';
import { useState } from 'react';

const VIEWS = ['unified', 'split'] as const;
/** Both sides one below the other, or beside each other. */
export type DiffView = (typeof VIEWS)[number];

const BUCKET = 'pilothouse.release';
const KEY = 'diffView';

/** How the reader wants differences to be shown; remembered with the reader's other settings. */
export function useDiffView(): [DiffView, (view: DiffView) => void] {
  const bucket = useApiHolder().get(storageApiRef)?.forBucket(BUCKET);
  const [view, setView] = useState(
    () => VIEWS.find(it => it === bucket?.snapshot(KEY).value) ?? 'unified',
  );
  return [
    view,
    next => {
      setView(next);
      // A setting that could not be kept is no reason to disturb anybody.
      bucket?.set(KEY, next).catch(() => {});
    },
  ];
}
