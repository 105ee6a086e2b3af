import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Timings } from '../service/timings';
import type { ClusterHealth, ClusterStatus } from '../types';
import { Listeners } from '../watch/Listeners';
import type { WatchCondition, WatchFacts } from '../watch/WatchCondition';
import { clusterStatus, nextLook } from './clusterStatus';
import { Prober } from './Prober';

export interface HealthMonitorOptions {
  cluster: string;
  timings: Timings;
  logger: LoggerService;
  /** A tiny request; fails when the cluster does not answer it. */
  probe: () => Promise<void>;
  /** Whether we may write. */
  review: () => Promise<boolean>;
  watches: () => readonly WatchFacts[];
  /** The cluster answers again; it was not heard since then. */
  onBack: (silentSince: number) => void;
}

/** Knows how we stand with a cluster, while somebody needs it. */
export class HealthMonitor {
  readonly #options: HealthMonitorOptions;
  readonly #listeners: Listeners<ClusterHealth>;
  readonly #prober: Prober;
  #wanted = 0;
  /** What was heard before is not known to hold. */
  #wantedAt = 0;
  #closed = false;
  #status: ClusterStatus = 'connecting';
  #since = Date.now();
  #heardAt: number | undefined;
  #refusal: string | undefined;
  #writable: boolean | undefined;
  #reviewedAt: number | undefined;
  #looking = false;
  #lookTimer: NodeJS.Timeout | undefined;
  #told: string | undefined;

  constructor(options: HealthMonitorOptions) {
    const { cluster, logger, probe, timings } = options;
    this.#options = options;
    this.#listeners = new Listeners(logger, `the health of ${cluster}`);
    this.#prober = new Prober({
      probe,
      intervalMs: timings.probeIntervalMs,
      heardAt: () => this.#heardAt,
      onLook: () => {
        this.look();
        this.#reviewIfDue();
      },
    });
  }

  health(): ClusterHealth {
    return {
      status: this.#status,
      since: this.#since,
      lastContactAt: this.#heardAt,
      forbidden: this.#forbidden(),
      writable: this.#writable,
      message: this.#message(),
    };
  }

  onHealth(listener: (health: ClusterHealth) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Since when it is known not to answer us, or to refuse us. Asked all the time, so it is not made of all watches. */
  get awaySince(): number | undefined {
    return isAway(this.#status) ? this.#since : undefined;
  }

  /** Somebody needs the cluster, so that what we know of it is fresh. */
  get watching(): boolean {
    return this.#wanted > 0;
  }

  /** Looks after the cluster until the returned function is called. */
  want(): () => void {
    this.#wanted++;
    if (this.#wanted === 1 && !this.#closed) this.#wake();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#wanted--;
      if (this.#wanted === 0) this.#rest();
    };
  }

  heard(): void {
    this.#heardAt = Date.now();
    if (this.#status === 'connecting') this.look();
    // A watch was faster than the next probe.
    if (this.#status === 'unreachable') this.suspect();
  }

  /** Something failed on the way: finds out whether it is the cluster. */
  suspect(): void {
    if (this.#wanted > 0) this.#prober.suspect();
  }

  refused(message: string): void {
    this.#refusal = message;
    this.look();
  }

  accepted(): void {
    if (this.#refusal === undefined) return;
    this.#refusal = undefined;
    this.look();
  }

  /** The cluster is another one now. */
  forget(): void {
    this.#refusal = undefined;
    this.#writable = undefined;
    this.#reviewedAt = undefined;
    this.#prober.forget();
    this.look();
    this.suspect();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#rest();
    this.#become('unreachable');
    this.#tell();
  }

  /** Looks at all that is known, and tells when something about it is new. */
  look(): void {
    if (this.#closed || this.#looking) return;
    this.#looking = true;
    const before = this.#status;
    let status = this.#assess();
    if (isAway(before) && !isAway(status)) {
      this.#reviewedAt = undefined;
      this.#options.onBack(this.#since);
      // The watches have now seen that they are behind.
      status = this.#assess();
    }
    this.#become(status);
    this.#looking = false;
    this.#lookWhenDue();
    this.#tell();
  }

  /** Nobody has looked for a while: what was known then is only where we begin again, unless it was just now. */
  #wake(): void {
    const now = Date.now();
    const { behindMs } = this.#options.timings;
    if (now - (this.#heardAt ?? 0) > behindMs) {
      this.#wantedAt = now;
      this.#prober.forget();
      if (this.#refusal === undefined) this.#become('connecting');
      this.#tell();
    }
    this.#prober.start();
  }

  #become(status: ClusterStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#since = Date.now();
  }

  #assess(): ClusterStatus {
    return clusterStatus(
      this.#status,
      {
        refused: this.#refusal !== undefined,
        probe: this.#prober.verdict,
        heard: (this.#heardAt ?? -1) >= this.#wantedAt,
        watches: this.#conditions(),
      },
      Date.now(),
      this.#options.timings.behindMs,
    );
  }

  #conditions(): WatchCondition[] {
    return this.#options
      .watches()
      .filter(({ core }) => core)
      .map(({ condition }) => condition);
  }

  #lookWhenDue(): void {
    clearTimeout(this.#lookTimer);
    const now = Date.now();
    const at = nextLook(
      this.#conditions(),
      now,
      this.#options.timings.behindMs,
    );
    if (at === undefined) return;
    this.#lookTimer = setTimeout(() => this.look(), at - now);
    this.#lookTimer.unref();
  }

  #tell(): void {
    const health = this.health();
    // When it was heard last is no news: it is heard all the time.
    const told = JSON.stringify({ ...health, lastContactAt: 0 });
    if (told === this.#told) return;
    this.#told = told;
    this.#listeners.tell(health);
  }

  async #reviewIfDue(): Promise<void> {
    if (this.#prober.verdict !== 'answered' || !this.watching) return;
    const { review, timings } = this.#options;
    const now = Date.now();
    const age = now - (this.#reviewedAt ?? 0);
    if (age < timings.reviewAgeMs || this.#refusal !== undefined) return;
    this.#reviewedAt = now;
    try {
      this.#writable = await review();
    } catch {
      // Not known is what it was before; the next look asks again.
      this.#reviewedAt = undefined;
    }
    this.look();
  }

  #rest(): void {
    this.#prober.stop();
    clearTimeout(this.#lookTimer);
  }

  #forbidden(): ClusterHealth['forbidden'] {
    const denied = new Map<string, { verb: string; resource: string }>();
    for (const { condition, resource } of this.#options.watches()) {
      const { forbidden: verb } = condition;
      if (!verb) continue;
      denied.set(`${verb} ${resource}`, { verb, resource });
    }
    return [...denied.values()];
  }

  #message(): string | undefined {
    if (this.#closed) return 'not configured any more';
    if (this.#status === 'unauthorized') return this.#refusal;
    if (this.#status === 'unreachable') return this.#prober.failure;
    return this.#options.watches().find(({ condition }) => condition.message)
      ?.condition.message;
  }
}

function isAway(status: ClusterStatus): boolean {
  return status === 'unreachable' || status === 'unauthorized';
}
