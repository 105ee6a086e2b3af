import { stringifyEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  useShadowRoot,
  useTechDocsReaderPage,
} from '@backstage/plugin-techdocs-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useParams } from 'react-router-dom';
import { pagePath } from '../page/pagePath';
import { Checklist } from './Checklist';
import { ChecklistStore, type Ticks } from './ChecklistStore';

export interface ChecklistProgress {
  done: number;
  total: number;
  /** When the first of them was ticked, in milliseconds. */
  since: number | undefined;
  reset: () => void;
}

/** Makes the task lists of the page that is being read tickable, and says how far the reader is. */
export function useChecklist(): ChecklistProgress | undefined {
  const { entityRef } = useTechDocsReaderPage();
  const { '*': path = '' } = useParams();
  const who = useWho();
  const page = `${stringifyEntityRef(entityRef)}/${pagePath(path)}`;
  const [store, setStore] = useState<ChecklistStore>();
  useEffect(() => {
    setStore(who === undefined ? undefined : new ChecklistStore(who, page));
  }, [who, page]);
  const checklist = useAttached(store);
  const ticks = useSyncExternalStore(
    store?.subscribe ?? neverChanges,
    store?.snapshot ?? nothing,
  );
  if (!checklist || !store) return undefined;
  const times = checklist.items.flatMap(({ id }) =>
    Object.hasOwn(ticks, id) ? [ticks[id]] : [],
  );
  return {
    done: times.length,
    total: checklist.items.length,
    since: times.length > 0 ? Math.min(...times) : undefined,
    reset: () => store.reset(),
  };
}

/** The reader puts the page into its shadow root when it has come, and another one in its place later. */
function useAttached(store: ChecklistStore | undefined) {
  const shadowRoot = useShadowRoot();
  const [checklist, setChecklist] = useState<Checklist>();
  useEffect(() => {
    if (!shadowRoot || !store) return undefined;
    let attached: Checklist | undefined;
    const attach = () => {
      if (attached?.isIn(shadowRoot)) return;
      attached?.detach();
      attached = Checklist.attach(shadowRoot, store);
      setChecklist(attached);
    };
    attach();
    const observer = new MutationObserver(attach);
    observer.observe(shadowRoot, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      attached?.detach();
      setChecklist(undefined);
    };
  }, [shadowRoot, store]);
  return checklist;
}

/** Two people at one browser have a checklist each. */
function useWho(): string | undefined {
  const identity = useApi(identityApiRef);
  const [who, setWho] = useState<string>();
  useEffect(() => {
    let isMounted = true;
    identity.getBackstageIdentity().then(
      ({ userEntityRef }) => {
        if (isMounted) setWho(userEntityRef);
      },
      // Nobody is signed in: then nothing is kept for anybody.
      () => {},
    );
    return () => {
      isMounted = false;
    };
  }, [identity]);
  return who;
}

const NOTHING: Ticks = {};

function nothing(): Ticks {
  return NOTHING;
}

function neverChanges(): () => void {
  return () => {};
}
