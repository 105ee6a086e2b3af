import { ServiceUnavailableError } from '@backstage/errors';

/** The cluster is asked too much, and has done nothing. Whoever asked may come again later. */
export class ThrottledError extends ServiceUnavailableError {
  /** How long the cluster asks us to wait. */
  readonly retryAfterMs: number;

  constructor(message: string, options: { retryAfterMs: number }) {
    super(message);
    this.retryAfterMs = options.retryAfterMs;
  }
}
