import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type AuthorizePermissionRequest,
} from '@backstage/plugin-permission-common';
import { releaseWorkloadReadPermission } from '@pilothouse/plugin-release-common';
import { authorizeMany } from './authorizeMany';

/** What the permission backend takes in one request. */
const MOST_BYTES = 100 * 1024;
/** Of a person in a hundred groups, which are named once more where several rules are. */
const CONDITION_BYTES = 4000;

describe('authorizeMany', () => {
  it('asks about thousands of entities in requests that are taken, and keeps their order', async () => {
    const permissions = {
      authorize: async (asked: AuthorizePermissionRequest[]) => {
        expect(asked.length * CONDITION_BYTES).toBeLessThanOrEqual(MOST_BYTES);
        return asked.map(question => ({
          result:
            'resourceRef' in question && question.resourceRef?.endsWith('7')
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        }));
      },
    };
    const questions = Array.from({ length: 2019 }, (_, index) => ({
      permission: releaseWorkloadReadPermission,
      resourceRef: `component:default/service-${index}`,
    }));
    const answers = await authorizeMany(permissions, questions, {
      credentials: mockCredentials.user(),
    });
    expect(answers).toHaveLength(questions.length);
    expect(
      answers.flatMap(({ result }, index) =>
        result === AuthorizeResult.ALLOW ? [index % 10] : [],
      ),
    ).toEqual(Array(202).fill(7));
  });
});
