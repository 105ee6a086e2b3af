import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { ApiError, CredentialError } from '../connection/ApiError';
import type { Timings } from '../service/timings';
import type { ClusterHealth, ClusterStatus } from '../types';
import { Listeners } from '../watch/Listeners';
import type { WatchCondition } from '../watch/ResourceWatch';
import { clusterStatus, nextLook } from './clusterStatus';

/** Probes that are asked for by trouble do not follow each other faster. */
const LEAST_PROBE_INTERVAL = 500;

export interface HealthMonitorOptions {
  cluster: string;
  timings: Timings;
  logger: LoggerService;
  /** A tiny request; fails when the cluster does not answer it. */
  probe: () => Promise<void>;
  /** Whether we may write. */
  review: () => Promise<boolean>;
  watches: () => readonly {
    condition: WatchCondition;
    resource: string;
  }[];
  /** The cluster answers again; it was not heard since then. */
  onBack: (silentSince: number) => void;
}

/** Knows how we stand with a cluster: looks every few seconds while somebody needs it, at once when there is trouble. */
export class HealthMonitor {
  readonly #options: HealthMonitorOptions;
  readonly #listeners: Listeners<ClusterHealth>;
  #wanted = 0;
  #closed = false;
  #status: ClusterStatus = 'connecting';
  #since = Date.now();
  #heardAt: number | undefined;
  #probe: 'none' | 'answered' | 'failed' = 'none';
  #failure: string | undefined;
  #refusal: string | undefined;
  #writable: boolean | undefined;
  #reviewedAt: number | undefined;
  #probedAt = 0;
  #looking = false;
  #probing = false;
  /** There was trouble while a probe was under way, whose answer may be from before. */
  #again = false;
  #probeTimer: NodeJS.Timeout | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  #told: string | undefined;

  constructor(options: HealthMonitorOptions) {
    this.#options = options;
    this.#listeners = new Listeners(
      options.logger,
      `the health of ${options.cluster}`,
    );
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

  /** Somebody needs the cluster, so that what we know of it is fresh. */
  get watching(): boolean {
    return this.#wanted > 0;
  }

  /** Probes the cluster until the returned function is called. */
  want(): () => void {
    this.#wanted++;
    if (this.#wanted === 1) this.#probeSoon(0);
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
    if (this.#wanted === 0) return;
    this.#again = this.#probing;
    const next = this.#probedAt + LEAST_PROBE_INTERVAL;
    this.#probeSoon(Math.max(0, next - Date.now()));
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
    this.#probe = 'none';
    this.#writable = undefined;
    this.#reviewedAt = undefined;
    this.look();
    this.suspect();
  }

  close(): void {
    this.#closed = true;
    this.#rest();
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
    if (status !== before) {
      this.#status = status;
      this.#since = Date.now();
    }
    this.#looking = false;
    this.#lookWhenDue();
    this.#tell();
  }

  #assess(): ClusterStatus {
    return clusterStatus(
      this.#status,
      {
        refused: this.#refusal !== undefined,
        probe: this.#probe,
        heard: this.#heardAt !== undefined,
        watches: this.#conditions(),
      },
      Date.now(),
      this.#options.timings.behindMs,
    );
  }

  #conditions(): WatchCondition[] {
    return this.#options.watches().map(({ condition }) => condition);
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

  #probeSoon(ms: number): void {
    if (this.#closed || this.#probing) return;
    clearTimeout(this.#probeTimer);
    this.#probeTimer = setTimeout(() => this.#probeNow(), ms);
    this.#probeTimer.unref();
  }

  async #probeNow(): Promise<void> {
    const { timings, probe } = this.#options;
    const startedAt = Date.now();
    this.#probedAt = startedAt;
    this.#probing = true;
    try {
      await probe();
      this.#probe = 'answered';
      this.#failure = undefined;
    } catch (error) {
      if (!isRefusal(error)) {
        const heard = (this.#heardAt ?? 0) >= startedAt;
        this.#probe =
          heard && !(error instanceof ApiError) ? 'answered' : 'failed';
        this.#failure = toError(error).message;
      }
    } finally {
      this.#probing = false;
    }
    this.look();
    if (this.#wanted === 0) return;
    const interval = this.#again
      ? LEAST_PROBE_INTERVAL
      : timings.probeIntervalMs;
    this.#again = false;
    this.#probeSoon(Math.max(0, startedAt + interval - Date.now()));
    if (this.#probe === 'answered') await this.#reviewIfDue();
  }

  async #reviewIfDue(): Promise<void> {
    const { review, timings } = this.#options;
    const now = Date.now();
    const age = now - (this.#reviewedAt ?? 0);
    if (age < timings.reviewAgeMs || this.#refusal !== undefined) return;
    this.#reviewedAt = now;
    try {
      this.#writable = await review();
    } catch {
      // Not known is what it was before; the next probe asks again.
      this.#reviewedAt = undefined;
    }
    this.look();
  }

  #rest(): void {
    clearTimeout(this.#probeTimer);
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
    if (this.#status === 'unauthorized') return this.#refusal;
    if (this.#status === 'unreachable') return this.#failure;
    return undefined;
  }
}

function isAway(status: ClusterStatus): boolean {
  return status === 'unreachable' || status === 'unauthorized';
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof CredentialError ||
    (error instanceof ApiError && error.code === 401)
  );
}
