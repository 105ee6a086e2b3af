import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  BEAT_CHANNEL,
  entityChannel,
  FLEET_CHANNEL,
  ROLLOUTS_CHANNEL,
} from '@pilothouse/plugin-release-common';
import { LeadingThrottle } from './LeadingThrottle';

/** A rollout makes several changes within milliseconds, which a screen need not see one by one. */
const ENTITY_INTERVAL = 20;
/** Four times a second: a fleet changes somewhere all the time. */
const FLEET_INTERVAL = 250;
/** Rollouts that run side by side change together. */
const ROLLOUTS_INTERVAL = 250;
/** Who has not asked for so long does not look any more; a screen that is open asks once a minute at least. */
const KEEP_VIEWER = 10 * 60_000;

/** Who has asked within so long looks: a page that is seen asks every quarter of a minute. */
const LOOKS = 60_000;
/** By then, a page that has just been opened listens. */
const FIRST_BEAT_AFTER = 2_000;

interface Options {
  signals: SignalsService;
  logger: LoggerService;
  clock: () => number;
  /** Users whose fleet page shows something else than when it was asked last. */
  fleetChanged: () => ReadonlySet<string>;
}

interface Viewed {
  /** When each user asked last. */
  viewers: Map<string, number>;
  throttle: LeadingThrottle;
}

/**
 * Tells the people who look at something that it changed. A signal carries nothing but its time: what changed is asked
 * for, and answered with the checks that every question gets.
 */
export class ChangeSignals {
  readonly #options: Options;
  readonly #entities = new Map<string, Viewed>();
  readonly #fleet = new LeadingThrottle(FLEET_INTERVAL, () =>
    this.#tellFleet(),
  );
  readonly #rollouts = new LeadingThrottle(ROLLOUTS_INTERVAL, () =>
    // Another replica may have who looks; that some rollout somewhere changed is no secret.
    this.#publish(ROLLOUTS_CHANNEL, { type: 'broadcast' }),
  );
  /** When each user asked for the fleet last. */
  readonly #fleetViewers = new Map<string, number>();

  /** When each user asked for anything last. */
  readonly #users = new Map<string, number>();
  #firstBeat: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Notes that a user looks at an entity. */
  viewed(entityRef: string, userEntityRef: string): void {
    let viewed = this.#entities.get(entityRef);
    if (!viewed) {
      const throttle = new LeadingThrottle(ENTITY_INTERVAL, () =>
        this.#tell(entityRef),
      );
      viewed = { viewers: new Map(), throttle };
      this.#entities.set(entityRef, viewed);
    }
    viewed.viewers.set(userEntityRef, this.#options.clock());
    this.#asked(userEntityRef);
  }

  /** Notes that a user looks at the fleet. */
  fleetViewed(userEntityRef: string): void {
    this.#fleetViewers.set(userEntityRef, this.#options.clock());
    this.#asked(userEntityRef);
  }

  /** Notes that a user looks at lists of rollouts. */
  rolloutsViewed(userEntityRef: string): void {
    this.#asked(userEntityRef);
  }

  /** Tells those who look at the entity, and those who look at lists of rollouts or freezes. */
  rolloutsChanged(entityRef?: string): void {
    if (entityRef !== undefined) this.detailsChanged(new Set([entityRef]));
    this.#rollouts.call();
  }

  /** Tells those who look at one of the entities, or at the fleet. */
  changed(entityRefs: ReadonlySet<string>): void {
    if (entityRefs.size === 0) return;
    this.detailsChanged(entityRefs);
    this.#fleet.call();
  }

  /** Tells those who look at one of the entities: what only its details show has changed. */
  detailsChanged(entityRefs: ReadonlySet<string>): void {
    for (const ref of entityRefs) this.#entities.get(ref)?.throttle.call();
  }

  /** Tells everybody: how a cluster stands is on every screen. */
  everythingChanged(): void {
    for (const { throttle } of this.#entities.values()) throttle.call();
    this.#fleet.call();
  }

  /** Lets those who look know that signals reach them. To be called every `BEAT_INTERVAL_MS`. */
  beat(): void {
    const since = this.#options.clock() - LOOKS;
    const entityRef = [...this.#users.keys()].filter(
      user => (this.#users.get(user) ?? 0) > since,
    );
    if (entityRef.length === 0) return;
    this.#publish(BEAT_CHANNEL, { type: 'user', entityRef });
  }

  /** Forgets who does not look any more. To be called now and then. */
  prune(): void {
    const since = this.#options.clock() - KEEP_VIEWER;
    forgetBefore(this.#fleetViewers, since);
    forgetBefore(this.#users, since);
    for (const [ref, { viewers, throttle }] of this.#entities) {
      forgetBefore(viewers, since);
      if (viewers.size > 0) continue;
      throttle.stop();
      this.#entities.delete(ref);
    }
  }

  stop(): void {
    clearTimeout(this.#firstBeat);
    this.#fleet.stop();
    this.#rollouts.stop();
    for (const { throttle } of this.#entities.values()) throttle.stop();
    this.#entities.clear();
  }

  /** Who is new gets a first beat soon, and need not wait for the next. */
  #asked(user: string): void {
    const now = this.#options.clock();
    const before = this.#users.get(user) ?? Number.NEGATIVE_INFINITY;
    this.#users.set(user, now);
    if (now - before <= LOOKS) return;
    this.#firstBeat ??= setTimeout(() => {
      this.#firstBeat = undefined;
      this.beat();
    }, FIRST_BEAT_AFTER).unref();
  }

  #tell(entityRef: string): void {
    const viewers = this.#entities.get(entityRef)?.viewers;
    if (!viewers?.size) return;
    // To those who were allowed to look, not to all: when an entity changes is not everybody's to know.
    this.#publish(entityChannel(entityRef), {
      type: 'user',
      entityRef: [...viewers.keys()],
    });
  }

  #tellFleet(): void {
    if (this.#fleetViewers.size === 0) return;
    const changed = this.#options.fleetChanged();
    const entityRef = [...this.#fleetViewers.keys()].filter(user =>
      changed.has(user),
    );
    if (entityRef.length === 0) return;
    this.#publish(FLEET_CHANNEL, { type: 'user', entityRef });
  }

  #publish(
    channel: string,
    recipients: Parameters<SignalsService['publish']>[0]['recipients'],
  ): void {
    const { signals, logger, clock } = this.#options;
    const message = { at: new Date(clock()).toISOString() };
    signals.publish({ channel, recipients, message }).catch(error => {
      logger.warn('A change could not be signalled', toError(error));
    });
  }
}

function forgetBefore(viewers: Map<string, number>, since: number): void {
  for (const [user, at] of viewers) {
    if (at <= since) viewers.delete(user);
  }
}
