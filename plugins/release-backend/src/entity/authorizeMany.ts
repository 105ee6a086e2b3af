import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type {
  AuthorizePermissionRequest,
  AuthorizePermissionResponse,
} from '@backstage/plugin-permission-common';

/**
 * The permission backend takes bodies of 100 kB, and passes each question on with the conditions of its answer, in which
 * all groups of a person may stand several times.
 */
const AT_ONCE = 25;

/** Asks any number of questions. @returns the answers in the order of the questions */
export async function authorizeMany(
  permissions: Pick<PermissionsService, 'authorize'>,
  questions: AuthorizePermissionRequest[],
  options: { credentials: BackstageCredentials },
): Promise<AuthorizePermissionResponse[]> {
  const parts: AuthorizePermissionRequest[][] = [];
  for (let from = 0; from < questions.length; from += AT_ONCE) {
    parts.push(questions.slice(from, from + AT_ONCE));
  }
  const answers = await Promise.all(
    parts.map(part => permissions.authorize(part, options)),
  );
  return answers.flat();
}
