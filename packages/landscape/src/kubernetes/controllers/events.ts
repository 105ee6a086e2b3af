import type { Clock } from '../../clock';
import { ApiError } from '../api-error';
import type { KubeApi, KubeObject } from '../types';
import { kinds, type KubeEvent, type ObjectReference } from './objects';
import { microTimestamp, timestamp } from './time';

// The limits of client-go's recorder: similar events are combined from the tenth in ten minutes on, and one source
// may say 25 things about one object, then one more each five minutes.
const SIMILAR_LIMIT = 10;
const SIMILAR_WINDOW_MS = 10 * 60_000;
const BURST = 25;
const REFILL_MS = 5 * 60_000;

const EXPIRY_MS = 60 * 60_000;
const SWEEP_MS = 60_000;

/** Who reports an event. */
export interface EventSource {
  component: string;
  host?: string;
}

export interface EventDetails {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** The part of the object that is meant, such as `spec.containers{app}`. */
  fieldPath?: string;
}

interface Recorded {
  name: string;
  namespace: string;
  lastSeen: number;
}

interface Similar {
  since: number;
  messages: Set<string>;
}

/**
 * Records Events as client-go does: a repetition raises the count of the Event that is there, similar ones are
 * combined, and who says too much is not heard.
 */
export class EventRecorder {
  readonly #api: KubeApi;
  readonly #clock: Clock;
  readonly #silent: () => boolean;
  readonly #recorded = new Map<string, Recorded>();
  readonly #similar = new Map<string, Similar>();
  readonly #budgets = new Map<string, { tokens: number; at: number }>();
  #sequence = 0;

  constructor(api: KubeApi, silent: () => boolean) {
    this.#api = api;
    this.#clock = api.clock;
    this.#silent = silent;
  }

  /** Records what `source` has to say about `about`. An Event that the API refuses is lost, as in a real cluster. */
  record(about: KubeObject, source: EventSource, details: EventDetails): void {
    if (this.#silent()) return;
    const now = this.#clock.now();
    const object = referenceTo(about, details.fieldPath);
    const subject = `${source.component}/${source.host ?? ''}/${object.uid}`;
    const kind = `${subject}/${details.fieldPath ?? ''}/${details.type}/${
      details.reason
    }`;
    const combined = this.#isOneOfMany(kind, details.message, now);
    const key = combined ? kind : `${kind}/${details.message}`;
    if (!this.#afford(`${subject}/${details.type}`, now)) return;
    const message = combined
      ? `(combined from similar events): ${details.message}`
      : details.message;
    const known = this.#recorded.get(key);
    if (known && this.#repeat(known, message, now)) return;
    const created = this.#create(
      {
        ...eventIdentity(object, this.#uniqueTime(now)),
        type: details.type,
        reason: details.reason,
        message,
        involvedObject: object,
        count: 1,
        eventTime: null,
        firstTimestamp: timestamp(now),
        lastTimestamp: timestamp(now),
        reportingComponent: source.component,
        reportingInstance: source.host ?? '',
        source: { ...source },
      },
      source.component,
    );
    if (created) this.#recorded.set(key, { ...created, lastSeen: now });
  }

  /** Records an Event as the scheduler does, through the newer `events.k8s.io`: no count, no source, but an action. */
  recordAction(
    about: KubeObject,
    reporter: { controller: string; instance: string; manager: string },
    details: EventDetails & { action: string },
  ): void {
    if (this.#silent()) return;
    const now = this.#clock.now();
    const object = referenceTo(about);
    this.#create(
      {
        ...eventIdentity(object, this.#uniqueTime(now)),
        action: details.action,
        type: details.type,
        reason: details.reason,
        message: details.message,
        involvedObject: object,
        eventTime: microTimestamp(now),
        firstTimestamp: null,
        lastTimestamp: null,
        reportingComponent: reporter.controller,
        reportingInstance: reporter.instance,
        source: {},
      },
      reporter.manager,
    );
  }

  /** Forgets everything that no longer matters at `now`. */
  prune(now: number): void {
    for (const [key, { lastSeen }] of this.#recorded) {
      if (lastSeen <= now - EXPIRY_MS) this.#recorded.delete(key);
    }
    for (const [key, { since }] of this.#similar) {
      if (since <= now - SIMILAR_WINDOW_MS) this.#similar.delete(key);
    }
    for (const [key, { at }] of this.#budgets) {
      if (at <= now - BURST * REFILL_MS) this.#budgets.delete(key);
    }
  }

  #isOneOfMany(kind: string, message: string, now: number): boolean {
    let similar = this.#similar.get(kind);
    if (!similar || now - similar.since > SIMILAR_WINDOW_MS) {
      similar = { since: now, messages: new Set() };
      this.#similar.set(kind, similar);
    }
    similar.since = now;
    similar.messages.add(message);
    if (similar.messages.size < SIMILAR_LIMIT) return false;
    const [oldest] = similar.messages;
    similar.messages.delete(oldest);
    return true;
  }

  #afford(subject: string, now: number): boolean {
    const budget = this.#budgets.get(subject) ?? { tokens: BURST, at: now };
    const tokens = Math.min(
      BURST,
      budget.tokens + (now - budget.at) / REFILL_MS,
    );
    const affordable = tokens >= 1;
    this.#budgets.set(subject, {
      tokens: affordable ? tokens - 1 : tokens,
      at: now,
    });
    return affordable;
  }

  #repeat(known: Recorded, message: string, now: number): boolean {
    const event = this.#api.get(kinds.events, known.namespace, known.name);
    if (!event) return false;
    known.lastSeen = now;
    this.#api.update(
      kinds.events,
      {
        ...event,
        message,
        count: (event.count ?? 1) + 1,
        lastTimestamp: timestamp(now),
      },
      { manager: event.source.component ?? '' },
    );
    return true;
  }

  #create(
    event: Omit<KubeEvent, 'metadata'> & {
      metadata: { name: string; namespace: string };
    },
    manager: string,
  ): { name: string; namespace: string } | undefined {
    try {
      this.#api.create(kinds.events, event, { manager });
      return event.metadata;
    } catch (error) {
      // Mostly the namespace is terminating or already gone.
      if (error instanceof ApiError) return undefined;
      throw error;
    }
  }

  // Names of Events end in their time in nanoseconds; within one millisecond a counter keeps them apart.
  #uniqueTime(now: number): string {
    this.#sequence = (this.#sequence + 1) % 1_000_000;
    return (BigInt(now) * 1_000_000n + BigInt(this.#sequence)).toString(16);
  }
}

/** Deletes Events an hour after they were last seen, as etcd's lease does. */
export function expireEvents(context: {
  api: KubeApi;
  clock: Clock;
  events: EventRecorder;
  onStop: (stop: () => void) => void;
}): void {
  const { api, clock } = context;
  // In order of the last write, because a key that is set again after a delete goes to the end of a Map.
  const lastWrites = new Map<string, { event: KubeEvent; at: number }>();
  const unwatch = api.watch(kinds.events, ({ type, object }) => {
    lastWrites.delete(object.metadata.uid);
    if (type === 'DELETED') return;
    lastWrites.set(object.metadata.uid, { event: object, at: clock.now() });
  });
  let timer = clock.after(SWEEP_MS, sweep);
  function sweep() {
    const now = clock.now();
    for (const { event, at } of [...lastWrites.values()]) {
      if (at > now - EXPIRY_MS) break;
      const { namespace, name } = event.metadata;
      if (api.get(kinds.events, namespace, name)) {
        api.delete(kinds.events, namespace, name);
      }
    }
    context.events.prune(now);
    timer = clock.after(SWEEP_MS, sweep);
  }
  context.onStop(() => {
    unwatch();
    timer.cancel();
  });
}

function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { name, namespace, uid, resourceVersion } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name,
    ...(namespace && { namespace }),
    uid,
    resourceVersion,
    ...(fieldPath && { fieldPath }),
  };
}

function eventIdentity(object: ObjectReference, time: string) {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${object.name}.${time}`,
      // Events about things without a namespace live in `default`.
      namespace: object.namespace ?? 'default',
    },
  };
}
