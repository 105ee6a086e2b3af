/** A request to the control API that cannot be done, worded for whoever sent it. */
export class ControlError extends Error {
  readonly status: number;
  /** The field of the body or the parameter that is wrong. */
  readonly field: string | undefined;
  /** What it may be instead. */
  readonly allowed: readonly string[] | undefined;

  constructor(
    status: number,
    message: string,
    detail: { field?: string; allowed?: readonly string[] } = {},
  ) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
    this.field = detail.field;
    this.allowed = detail.allowed;
  }
}
