import type { Clock, Timer } from '../../clock';
import { ApiError } from '../api-error';
import { CompactedError, type ObjectStore } from '../store/object-store';
import type { StoreEvent } from '../store/history';
import { apiVersionOf } from '../resources';
import type { KubeObject, ResourceType, WatchEventType } from '../types';
import type { ListQuery } from './list-options';

/** Where the events of a watch go. */
export interface WatchSink {
  event(type: WatchEventType | 'BOOKMARK', object: KubeObject): void;
  error(error: ApiError): void;
  end(): void;
}

const BOOKMARK_EVERY = 60_000;
const LAST_BOOKMARK_BEFORE_END = 2_000;
const SHORTEST_TIMEOUT = 1_800_000;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/**
 * Follows the changes of one kind that pass the query's selectors, until the query's timeout or until the returned
 * function is called.
 *
 * @remarks
 * Without a resourceVersion, or with 0, it begins with what is there, as ADDED events. An object that ceases to pass
 * is told as DELETED, one that begins to pass as ADDED.
 */
export function watchObjects(
  store: ObjectStore,
  clock: Clock,
  type: ResourceType,
  query: ListQuery,
  sink: WatchSink,
): () => void {
  const from = query.resourceVersion ?? 0;
  const initial = query.sendInitialEvents ?? from === 0;
  const timers: Timer[] = [];
  let last = store.revision;

  const bookmark = (annotations?: Record<string, string>) =>
    sink.event('BOOKMARK', bookmarkOf(type, last, annotations));
  const deliver = (event: StoreEvent) => {
    last = event.revision;
    const seen = event.revision > from ? visible(event, query) : undefined;
    if (seen) sink.event(seen.type, seen.object);
  };
  const unsubscribe = store.subscribe(type, deliver);
  const stop = () => {
    unsubscribe();
    for (const timer of timers) timer.cancel();
  };
  try {
    if (initial) {
      for (const object of store.list(type, query.namespace)) {
        if (query.matches(object)) sink.event('ADDED', object);
      }
      if (query.allowWatchBookmarks) bookmark({ [INITIAL_EVENTS_END]: 'true' });
    } else store.changesAfter(type, from).forEach(deliver);
  } catch (error) {
    stop();
    if (!(error instanceof CompactedError)) throw error;
    sink.error(tooOld(from, error.compacted));
    sink.end();
    return () => {};
  }

  const every = (delay: number, task: () => void) => {
    const index = timers.length;
    const again = () => {
      task();
      timers[index] = clock.after(delay, again);
    };
    timers.push(clock.after(delay, again));
  };
  if (query.allowWatchBookmarks)
    every(BOOKMARK_EVERY, () => {
      // Nothing of this kind happened since, so the whole past up to now has been told.
      last = store.revision;
      bookmark();
    });
  const timeout = query.timeout ? query.timeout * 1000 : SHORTEST_TIMEOUT;
  // The last one comes shortly before the end, so that the next watch begins where this one stopped.
  if (query.allowWatchBookmarks && timeout > LAST_BOOKMARK_BEFORE_END)
    timers.push(
      clock.after(timeout - LAST_BOOKMARK_BEFORE_END, () => {
        last = store.revision;
        bookmark();
      }),
    );
  timers.push(
    clock.after(timeout, () => {
      stop();
      sink.end();
    }),
  );
  return stop;
}

/** A watch starts from a revision that the server no longer remembers. */
function tooOld(from: number, compacted: number): ApiError {
  return new ApiError(
    'Expired',
    `too old resource version: ${from} (${compacted})`,
  );
}

/** A change as a watcher sees it through its selectors; undefined when it does not see it. */
function visible(
  { type, object, previous, revision }: StoreEvent,
  query: ListQuery,
): { type: WatchEventType; object: KubeObject } | undefined {
  if (query.namespace && object.metadata.namespace !== query.namespace)
    return undefined;
  const before = previous !== undefined && query.matches(previous);
  const after = type !== 'DELETED' && query.matches(object);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object };
  if (!before) return undefined;
  // The state that the watcher knows, at the revision at which it went.
  const metadata = { ...previous.metadata, resourceVersion: `${revision}` };
  return {
    type: 'DELETED',
    object: type === 'DELETED' ? object : { ...previous, metadata },
  };
}

function bookmarkOf(
  type: ResourceType,
  revision: number,
  annotations?: Record<string, string>,
): KubeObject {
  return {
    kind: type.kind,
    apiVersion: apiVersionOf(type),
    // A bookmark is an object with a revision and nothing else.
    metadata: { resourceVersion: `${revision}`, annotations },
  } as KubeObject;
}
