import { CustomErrorBase } from '@backstage/errors';

/**
 * What is wrong with a system outside:
 * - `timeout`: no answer in time
 * - `unreachable`: no connection, or it broke
 * - `open`: it failed so often that it is left alone for a while
 * - `unauthorized`, `forbidden`: it refuses our credentials, or what we asked (401, 403)
 * - `throttled`: it asks us to wait (429)
 * - `failed`: it answered with an error (other 4xx and 5xx)
 * - `redirected`: it sends elsewhere, which is not followed: credentials would go along
 * - `too-large`: more bytes than are read
 * - `broken`: not what it should be, such as no JSON
 */
export type OutsideFault =
  | 'timeout'
  | 'unreachable'
  | 'open'
  | 'unauthorized'
  | 'forbidden'
  | 'throttled'
  | 'failed'
  | 'redirected'
  | 'too-large'
  | 'broken';

/** A system outside did not answer as asked. Its message names the system and carries no secret. */
export class OutsideError extends CustomErrorBase {
  name = 'OutsideError' as const;
  readonly fault: OutsideFault;
  /** HTTP status of the answer, if there was one. */
  readonly status?: number;
  /** Of an error's body, at most 4 KiB; hostile text that is never passed on to a browser as it is. */
  readonly body?: string;

  constructor(
    message: string,
    options: {
      fault: OutsideFault;
      status?: number;
      body?: string;
      cause?: unknown;
    },
  ) {
    super(message, options.cause);
    this.fault = options.fault;
    this.status = options.status;
    this.body = options.body;
  }
}
