import { CustomErrorBase } from '@backstage/errors';
import { OutsideError, type OutsideFault } from '@pilothouse/pilothouse-node';

/**
 * What is wrong with a SkyWalking:
 * - `away`: it cannot be reached, or answers with an error of its own
 * - `timeout`: no answer in time
 * - `refused`: it refuses our credentials
 * - `throttled`: it asks us to wait
 * - `too-large`: more than is read
 * - `unexpected`: not the answer that was asked for
 * - `not-supported`: its version cannot do that
 */
export type SkywalkingFault =
  | 'away'
  | 'timeout'
  | 'refused'
  | 'throttled'
  | 'too-large'
  | 'unexpected'
  | 'not-supported';

const FAULTS: Record<OutsideFault, SkywalkingFault> = {
  timeout: 'timeout',
  unreachable: 'away',
  open: 'away',
  failed: 'away',
  unauthorized: 'refused',
  forbidden: 'refused',
  throttled: 'throttled',
  redirected: 'unexpected',
  'too-large': 'too-large',
  broken: 'unexpected',
};

/** A SkyWalking did not answer as asked. The message names it and carries no secret. */
export class SkywalkingError extends CustomErrorBase {
  name = 'SkywalkingError' as const;
  readonly fault: SkywalkingFault;
  /** Its name in the configuration. */
  readonly instance: string;

  constructor(
    message: string,
    options: { fault: SkywalkingFault; instance: string; cause?: unknown },
  ) {
    super(message, options.cause);
    this.fault = options.fault;
    this.instance = options.instance;
  }

  /** Passes on whatever is no fault of a system outside. */
  static from(error: unknown, instance: string): unknown {
    if (!(error instanceof OutsideError)) return error;
    // GraphQL's refusal of a document is a 400; it says that the version is another than we think.
    const fault = error.status === 400 ? 'unexpected' : FAULTS[error.fault];
    return new SkywalkingError(error.message, {
      fault,
      instance,
      cause: error,
    });
  }

  /** As screens are told: the code of a problem, and its params. */
  toMessage(): { code: SkywalkingFault; params: { instance: string } } {
    return { code: this.fault, params: { instance: this.instance } };
  }
}
