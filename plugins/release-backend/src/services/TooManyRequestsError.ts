import { CustomErrorBase } from '@backstage/errors';

/** Answered with 429: the asker has too much open at the same time. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 429;
}
