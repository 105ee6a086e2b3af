import type { SignalApi } from '@backstage/plugin-signals-react';

/** Two beats may be late or lost before the link counts as down. */
const SILENCE_MS = 25_000;

/** The signals plugin connects when it is first listened to, and beats come every ten seconds. */
const FIRST_MS = 12_000;

/** `awaited`: it has only been listened for a moment, and nothing was to be heard yet. */
export type SignalLinkState = 'awaited' | 'up' | 'down';

/**
 * Whether signals reach this page. The signals plugin tells nobody whether it is connected, and a channel on which nothing
 * is told may be quiet or dead: the link is up as long as anything was heard within the last 25 seconds, which a channel
 * of beats takes care of. One connection carries all channels, so one link serves all queries.
 */
export class SignalLink {
  readonly #signals: SignalApi;
  readonly #listeners = new Set<() => void>();
  readonly #beats = new Map<string, { count: number; stop: () => void }>();
  #heardAt = Number.NEGATIVE_INFINITY;
  #listeningSince: number | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(signals: SignalApi) {
    this.#signals = signals;
  }

  /** Asked of the clock, because timers sleep when the computer does. */
  get isUp(): boolean {
    return Date.now() - this.#heardAt < SILENCE_MS;
  }

  get state(): SignalLinkState {
    if (this.isUp) return 'up';
    const since = this.#listeningSince ?? Date.now();
    const isNew = Date.now() - since < FIRST_MS;
    return isNew && this.#heardAt < since ? 'awaited' : 'down';
  }

  /** Told when the state of the link changes. */
  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeningSince ??= Date.now();
    // Nobody needed to be told until now.
    if (this.#listeners.size === 0) this.#awaitSilence();
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearTimeout(this.#silence);
    };
  };

  /**
   * Listens to a channel as long as the returned function has not been called. A message with which the link goes up is
   * told as that, because others were lost before it.
   */
  subscribe(channel: string, onMessage: () => void): () => void {
    this.#listeningSince ??= Date.now();
    const subscription = this.#signals.subscribe(channel, () => {
      // Whoever listens asks anew when the link goes up, and need not be told twice.
      if (!this.#goesUp()) onMessage();
    });
    return () => subscription.unsubscribe();
  }

  /** Listens to a channel that tells nothing but that signals arrive; once for all who need it. */
  listenForBeats(channel: string): () => void {
    const known = this.#beats.get(channel);
    const beats = known ?? {
      count: 0,
      stop: this.subscribe(channel, () => {}),
    };
    beats.count++;
    this.#beats.set(channel, beats);
    return () => {
      if (--beats.count > 0) return;
      beats.stop();
      this.#beats.delete(channel);
    };
  }

  /** Notes that something was heard. */
  #goesUp(): boolean {
    const wasUp = this.isUp;
    this.#heardAt = Date.now();
    if (this.#listeners.size > 0) this.#awaitSilence();
    if (!wasUp) this.#tell();
    return !wasUp;
  }

  #awaitSilence() {
    clearTimeout(this.#silence);
    const { isUp } = this;
    const since = isUp ? this.#heardAt : this.#listeningSince ?? Date.now();
    const leftMs = since + (isUp ? SILENCE_MS : FIRST_MS) - Date.now();
    if (leftMs > 0) this.#silence = setTimeout(() => this.#tell(), leftMs);
  }

  #tell() {
    for (const listener of [...this.#listeners]) listener();
  }
}

const links = new WeakMap<SignalApi, SignalLink>();

/** The one link of an app's signals. */
export function signalLinkOf(signals: SignalApi): SignalLink {
  const known = links.get(signals);
  if (known) return known;
  const link = new SignalLink(signals);
  links.set(signals, link);
  return link;
}
