import { toError } from '@backstage/errors';
import { CredentialError } from './ApiError';
import type { ConnectionSettings } from './connectionSettings';
import { TimeoutError } from './deadline';

const TIMEOUT = 10_000;

/** Settings with the credential of a moment; a later one has a higher number. */
export interface Session {
  number: number;
  settings: ConnectionSettings;
}

/** Asks the auth strategy, once at a time, and remembers its answer for a short while: tokens are short-lived. */
export class Credentials {
  readonly #ask: () => Promise<ConnectionSettings>;
  /** Counts what the cluster was made of: an answer to an earlier question is not kept. */
  #epoch = 0;
  #latest: (Session & { at: number }) | undefined;
  #asking: Promise<Session> | undefined;
  #count = 0;

  constructor(ask: () => Promise<ConnectionSettings>) {
    this.#ask = ask;
  }

  /**
   * The present session, if it is not older than that, or a new one.
   *
   * @throws CredentialError
   */
  async current(maxAgeMs: number): Promise<Session> {
    const latest = this.#latest;
    if (latest && Date.now() - latest.at <= maxAgeMs) return latest;
    if (this.#asking) return this.#asking;
    const asking = this.#renew().finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    });
    this.#asking = asking;
    return asking;
  }

  /** A session after the one that was refused; many may have been refused with the same one. */
  async after(refused: Session): Promise<Session> {
    const latest = this.#latest;
    if (latest && latest.number > refused.number) return latest;
    return this.current(-1);
  }

  /** What the cluster is made of has changed. */
  forget(): void {
    this.#epoch++;
    this.#latest = undefined;
    this.#asking = undefined;
  }

  async #renew(): Promise<Session> {
    const number = ++this.#count;
    const epoch = this.#epoch;
    try {
      const settings = await within(TIMEOUT, this.#ask());
      const session = { number, settings, at: Date.now() };
      if (epoch === this.#epoch) this.#latest = session;
      return session;
    } catch (cause) {
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
