import { CustomErrorBase } from '@backstage/errors';

/** Answered with 429. */
export class TooManyDownloadsError extends CustomErrorBase {
  name = 'TooManyDownloadsError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 429;

  /** @param count - of those that are being read */
  constructor(count: number) {
    super(`${count} downloads are being read; try again in a moment`);
  }
}
