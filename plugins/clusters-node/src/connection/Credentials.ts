import { toError } from '@backstage/errors';
import { CredentialError } from './ApiError';
import type { ConnectionSettings } from './connectionSettings';
import { TimeoutError } from './deadline';

export interface CredentialTimings {
  /** How long the auth strategy may take. */
  timeoutMs: number;
  /** How long a new credential is waited for while there is an older one, which may still hold. */
  patienceMs: number;
  /** How long a strategy that failed is not asked again while there is an older credential. */
  retryMs: number;
}

const DEFAULTS: CredentialTimings = {
  timeoutMs: 10_000,
  patienceMs: 1_000,
  retryMs: 5_000,
};

/** Settings with the credential of a moment; a later one has a higher number. */
export interface Session {
  number: number;
  settings: ConnectionSettings;
}

/** Asks the auth strategy, once at a time, and remembers its answer for a short while: tokens are short-lived. */
export class Credentials {
  readonly #ask: () => Promise<ConnectionSettings>;
  readonly #timings: CredentialTimings;
  /** Counts what the cluster was made of: an answer to an earlier question is not kept. */
  #epoch = 0;
  #latest: (Session & { at: number }) | undefined;
  #asking: Promise<Session> | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(
    ask: () => Promise<ConnectionSettings>,
    timings: Partial<CredentialTimings> = {},
  ) {
    this.#ask = ask;
    this.#timings = { ...DEFAULTS, ...timings };
  }

  /**
   * The present session, if it is not older than that, or a new one. An older one where no new one can be got: the
   * cluster knows best whether it still holds.
   *
   * @throws CredentialError
   */
  async current(maxAgeMs: number): Promise<Session> {
    const latest = this.#latest;
    if (!latest) return this.#renewal();
    const now = Date.now();
    const { patienceMs, retryMs } = this.#timings;
    if (now - latest.at <= maxAgeMs || now - this.#failedAt < retryMs) {
      return latest;
    }
    const epoch = this.#epoch;
    try {
      return await within(patienceMs, this.#renewal());
    } catch {
      // Of a cluster that has moved the older one must not be used.
      return epoch === this.#epoch ? latest : this.current(maxAgeMs);
    }
  }

  /**
   * A session after the one that was refused; many may have been refused with the same one.
   *
   * @throws CredentialError
   */
  async after(refused: Session): Promise<Session> {
    const latest = this.#latest;
    if (latest && latest.number > refused.number) return latest;
    return this.#renewal();
  }

  /** What the cluster is made of has changed. */
  forget(): void {
    this.#epoch++;
    this.#latest = undefined;
    this.#asking = undefined;
    this.#failedAt = Number.NEGATIVE_INFINITY;
  }

  async #renewal(): Promise<Session> {
    if (this.#asking) return this.#asking;
    const asking = this.#renew().finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    });
    this.#asking = asking;
    return asking;
  }

  async #renew(): Promise<Session> {
    const number = ++this.#count;
    const epoch = this.#epoch;
    try {
      const settings = await within(this.#timings.timeoutMs, this.#ask());
      const session = { number, settings, at: Date.now() };
      if (epoch === this.#epoch) {
        this.#latest = session;
        this.#failedAt = Number.NEGATIVE_INFINITY;
      }
      return session;
    } catch (cause) {
      if (epoch === this.#epoch) this.#failedAt = Date.now();
      throw new CredentialError(toError(cause).message, { cause });
    }
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(ms)), ms);
    timer.unref();
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
