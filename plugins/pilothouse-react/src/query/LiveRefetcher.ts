import type { QueryClient } from '@tanstack/react-query';
import type { SignalLink } from './SignalLink';

/** Waking up is told by several events at once: the page is visible, the network is back, a timer was late. */
const RESYNC_GAP_MS = 1_000;
const WATCHDOG_MS = 10_000;
/** A timer this late has slept: browsers delay those of hidden pages by up to a minute, and those have not. */
const SLEEP_MS = 30_000;

export interface LiveRefetcherOptions {
  client: QueryClient;
  queryHash: string;
  onDispose: () => void;
}

/**
 * Refetches one query when signals say that it changed. All components that show the query share one of these, so a
 * signal is heard once. At most one request is in flight and one more is due: signals that come meanwhile are answered
 * by that one, since it begins after all of them.
 */
export class LiveRefetcher {
  readonly #client: QueryClient;
  readonly #queryHash: string;
  readonly #onDispose: () => void;
  readonly #channels = new Map<string, { count: number; stop: () => void }>();
  #leaveLink: (() => void) | undefined;
  #users = 0;
  #due = false;
  #running = false;
  #lastResync = Number.NEGATIVE_INFINITY;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #lastBeat = 0;

  constructor(options: LiveRefetcherOptions) {
    this.#client = options.client;
    this.#queryHash = options.queryHash;
    this.#onDispose = options.onDispose;
  }

  /** Listens as long as the returned function has not been called. */
  attach(channels: readonly string[], link: SignalLink | undefined) {
    if (this.#users++ === 0) this.#listenToBrowser();
    for (const channel of channels) this.#listenTo(channel, link);
    this.#leaveLink ??= link?.onChange(() => {
      // What was told before signals arrived, or came again, was told to nobody.
      if (link.isUp) this.refetch();
    });
    return () => {
      for (const channel of channels) this.#leave(channel);
      if (--this.#users === 0) {
        this.#leaveBrowser();
        this.#leaveLink?.();
        this.#leaveLink = undefined;
        this.#onDispose();
      }
    };
  }

  /** Something changed: asks now, or as soon as the request in flight is through. */
  readonly refetch = () => {
    this.#due = true;
    // Nobody looks: the page asks once when it is looked at again.
    if (document.visibilityState === 'hidden' || this.#running) return;
    void this.#run();
  };

  async #run() {
    this.#running = true;
    try {
      while (this.#due && this.#users > 0) {
        const query = this.#client.getQueryCache().get(this.#queryHash);
        if (!query) return;
        if (query.state.fetchStatus === 'idle') {
          this.#due = false;
          await query.fetch();
        } else {
          // It may have begun before the change; heartbeats, retries and people start requests too.
          await query.promise;
        }
      }
    } catch {
      // The query keeps its error and shows it; the next signal or heartbeat tries again.
    } finally {
      this.#running = false;
    }
    if (this.#due && this.#users > 0) this.refetch();
  }

  /** After a sleep, or without network, signals were missed, and a request in flight hangs on a dead connection. */
  readonly #resync = () => {
    if (document.visibilityState === 'hidden') return;
    const now = Date.now();
    if (now - this.#lastResync < RESYNC_GAP_MS) {
      // What was told while nobody looked for a moment is still to be asked for.
      if (this.#due) this.refetch();
      return;
    }
    this.#lastResync = now;
    const query = this.#client.getQueryCache().get(this.#queryHash);
    if (!query?.isActive()) return;
    this.#due = false;
    query.fetch(undefined, { cancelRefetch: true }).catch(() => {});
  };

  #listenTo(channel: string, link: SignalLink | undefined) {
    const known = this.#channels.get(channel);
    if (known) {
      known.count++;
      return;
    }
    const stop = link?.subscribe(channel, this.refetch) ?? (() => {});
    this.#channels.set(channel, { count: 1, stop });
  }

  #leave(channel: string) {
    const known = this.#channels.get(channel);
    if (!known || --known.count > 0) return;
    known.stop();
    this.#channels.delete(channel);
  }

  #listenToBrowser() {
    document.addEventListener('visibilitychange', this.#resync);
    window.addEventListener('online', this.#resync);
    this.#lastBeat = Date.now();
    this.#watchdog = setInterval(() => {
      const now = Date.now();
      const late = now - this.#lastBeat - WATCHDOG_MS;
      this.#lastBeat = now;
      if (late > SLEEP_MS) this.#resync();
    }, WATCHDOG_MS);
  }

  #leaveBrowser() {
    document.removeEventListener('visibilitychange', this.#resync);
    window.removeEventListener('online', this.#resync);
    clearInterval(this.#watchdog);
  }
}

const refetchers = new WeakMap<QueryClient, Map<string, LiveRefetcher>>();

/** The one refetcher of a query, made when it is first asked for and forgotten when nobody uses it any more. */
export function liveRefetcherOf(
  client: QueryClient,
  queryHash: string,
): LiveRefetcher {
  const ofClient = refetchers.get(client) ?? new Map<string, LiveRefetcher>();
  refetchers.set(client, ofClient);
  const known = ofClient.get(queryHash);
  if (known) return known;
  const made = new LiveRefetcher({
    client,
    queryHash,
    onDispose: () => ofClient.delete(queryHash),
  });
  ofClient.set(queryHash, made);
  return made;
}
