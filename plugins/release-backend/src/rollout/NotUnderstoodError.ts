/**
 * What is stored of a rollout makes no sense to this version: another one has written it, or it is broken. Nothing is
 * decided on it, since what is not understood may be what forbids it.
 */
export class NotUnderstoodError extends Error {
  constructor(rolloutId: string, cause?: unknown) {
    super(`What is stored of rollout ${rolloutId} is not understood`, {
      cause,
    });
    this.name = 'NotUnderstoodError';
  }
}
