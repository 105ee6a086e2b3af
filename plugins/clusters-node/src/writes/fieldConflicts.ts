import type { ApiError } from '../connection/ApiError';
import type { FieldConflict } from '../types';

/** `conflict with "kubectl-client-side-apply" using apps/v1`, or `… with subresource "scale" using …` */
const WORDS = /^conflict with "((?:[^"\\]|\\.)*)"/;

/** Who owns what a server-side apply wanted to change. */
export function fieldConflicts({ causes }: ApiError): FieldConflict[] {
  return causes
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message = '', field = '' }) => ({
      manager: WORDS.exec(message)?.[1] ?? '',
      field,
    }));
}
