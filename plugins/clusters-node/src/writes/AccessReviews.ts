import { ServiceUnavailableError } from '@backstage/errors';
import { untilAborted } from '../connection/deadline';
import { assertLabel, assertSubdomain } from '../connection/names';
import { serviceError } from '../connection/serviceError';
import { reviewAccess } from './reviewAccess';
import type { WriterOptions } from './sendWrite';
import type { WriteAccess } from './types';

/** A plan asks the same for each of its steps; a role that is taken away is seen soon enough by the write itself. */
const AGE = 10_000;
const MOST = 1_000;

/** What our account may do, remembered for some seconds. Those who ask the same at the same time share a request. */
export class AccessReviews {
  readonly #options: WriterOptions;
  readonly #answers = new Map<
    string,
    { at: number; allowed: Promise<boolean> }
  >();

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** @throws InputError for names that are none; ServiceUnavailableError when no answer came */
  async may(access: WriteAccess, signal?: AbortSignal): Promise<boolean> {
    const { namespace, verb, group, resource, subresource } = access;
    assertLabel('namespace', namespace);
    assertLabel('resource', resource);
    if (group) assertSubdomain('API group', group);
    const asked = { namespace, verb, group, resource, subresource };
    const key = JSON.stringify(asked);
    const known = this.#answers.get(key);
    if (known && Date.now() - known.at < AGE) {
      return this.#until(known.allowed, signal);
    }
    if (this.#answers.size >= MOST) this.#answers.clear();
    const answer = { at: Date.now(), allowed: this.#ask(asked) };
    this.#answers.set(key, answer);
    // What is not known is not remembered.
    answer.allowed.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    });
    return this.#until(answer.allowed, signal);
  }

  /** Roles may have changed, or the cluster is another one. */
  forget(): void {
    this.#answers.clear();
  }

  /** One who gives up leaves the question to the others. */
  async #until(
    allowed: Promise<boolean>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (!signal) return allowed;
    try {
      return await untilAborted(allowed, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new ServiceUnavailableError('Given up: what may be written');
    }
  }

  async #ask(access: WriteAccess): Promise<boolean> {
    const { cluster, connection, timeoutMs } = this.#options;
    const { verb, resource } = access;
    try {
      return await reviewAccess(connection, access, { timeoutMs });
    } catch (error) {
      throw serviceError(
        cluster,
        `find out whether we may ${verb} ${resource}`,
        error,
      );
    }
  }
}
