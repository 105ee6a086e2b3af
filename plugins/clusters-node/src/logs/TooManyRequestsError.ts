import { CustomErrorBase } from '@backstage/errors';

/** Too much is open at the same time; answered with 429. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 429;
}
