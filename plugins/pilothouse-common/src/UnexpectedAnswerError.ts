import { CustomErrorBase } from '@backstage/errors';

/** The backend answered with something else than its contract says: probably another version of it. */
export class UnexpectedAnswerError extends CustomErrorBase {
  name = 'UnexpectedAnswerError' as const;
}
