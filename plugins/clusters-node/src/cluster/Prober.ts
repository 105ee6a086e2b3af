import { toError } from '@backstage/errors';
import {
  ApiError,
  ConnectionError,
  CredentialError,
} from '../connection/ApiError';
import { TimeoutError } from '../connection/deadline';

/** Probes that are asked for by trouble do not follow each other faster. */
const LEAST_INTERVAL = 500;
/** A cluster that is heard all the time need not be asked, but for whether it still takes our credentials. */
const LONGEST_INTERVAL = 10_000;

/** What the last probe said; a byte that came meanwhile counts as an answer. */
export type Verdict = 'none' | 'answered' | 'failed';

export interface ProberOptions {
  /** A tiny request; fails when the cluster does not answer it. */
  probe: () => Promise<void>;
  intervalMs: number;
  /** When anything was heard of the cluster last. */
  heardAt: () => number | undefined;
  /** It is time to look at all that is known: there is a verdict, or the cluster was heard anyway. */
  onLook: () => void;
}

/** Asks a cluster whether it is there: when it was not heard for a while, and at once when there is trouble. */
export class Prober {
  readonly #options: ProberOptions;
  #running = false;
  #verdict: Verdict = 'none';
  #failure: string | undefined;
  #probedAt = 0;
  #probing = false;
  /** There was trouble since the last probe began, whose answer may be from before. */
  #suspected = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  /** Why the last probe failed. */
  get failure(): string | undefined {
    return this.#failure;
  }

  start(): void {
    this.#running = true;
    this.#suspected = true;
    this.#probeIn(0);
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** What was found out does not count any more. */
  forget(): void {
    this.#verdict = 'none';
    this.#failure = undefined;
  }

  /** Something failed on the way: finds out whether it is the cluster. */
  suspect(): void {
    this.#suspected = true;
    this.#probeIn(this.#probedAt + LEAST_INTERVAL - Date.now());
  }

  #probeIn(ms: number): void {
    if (!this.#running || this.#probing) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#due(), Math.max(0, ms));
    this.#timer.unref();
  }

  #due(): void {
    const now = Date.now();
    const seldom = now - this.#probedAt >= LONGEST_INTERVAL;
    if (this.#suspected || seldom || this.#next() <= now) {
      this.#probe();
      return;
    }
    this.#options.onLook();
    this.#probeIn(this.#next() - now);
  }

  /** When there has to be a probe, if nothing is heard until then. */
  #next(): number {
    const { heardAt, intervalMs } = this.#options;
    const last =
      this.#verdict === 'answered'
        ? Math.max(this.#probedAt, heardAt() ?? 0)
        : this.#probedAt;
    return last + intervalMs;
  }

  async #probe(): Promise<void> {
    const startedAt = Date.now();
    this.#probedAt = startedAt;
    this.#probing = true;
    this.#suspected = false;
    try {
      await this.#options.probe();
      this.#verdict = 'answered';
      this.#failure = undefined;
    } catch (error) {
      this.#judge(error, startedAt);
    } finally {
      this.#probing = false;
    }
    this.#options.onLook();
    const nextAt = this.#suspected ? startedAt + LEAST_INTERVAL : this.#next();
    this.#probeIn(nextAt - Date.now());
  }

  #judge(error: unknown, startedAt: number): void {
    // Credentials are told of by the connection. Whoever refuses them is there, and was there all the time.
    if (isRefusal(error)) return;
    if (wasBusy(error)) {
      this.#suspected = true;
      return;
    }
    const heard = (this.#options.heardAt() ?? 0) >= startedAt;
    this.#verdict =
      heard && !(error instanceof ApiError) ? 'answered' : 'failed';
    this.#failure = toError(error).message;
  }
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof CredentialError ||
    (error instanceof ApiError && error.code === 401)
  );
}

/** We, not the cluster, were away. */
function wasBusy(error: unknown): boolean {
  return (
    error instanceof ConnectionError &&
    error.cause instanceof TimeoutError &&
    error.cause.busy
  );
}
