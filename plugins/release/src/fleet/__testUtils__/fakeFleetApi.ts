import { createApiMock } from '@backstage/frontend-test-utils';
import type { Fleet } from '@pilothouse/plugin-release-common';
import { releaseApiRef } from '../../api/releaseApiRef';

const releaseApiMock = createApiMock(releaseApiRef, () => ({
  listWorkloads: jest.fn(),
  getWorkload: jest.fn(),
  listPods: jest.fn(),
  listRevisions: jest.fn(),
  listEvents: jest.fn(),
  getConfig: jest.fn(),
  readLogs: jest.fn(),
  getFleet: jest.fn(),
}));

/** A release API of which only the fleet answers; what it answers is `answer`, or throws it. */
export function fakeFleetApi(answer: (since?: string) => Fleet | Error) {
  return releaseApiMock({
    getFleet: jest.fn(async ({ since }: { since?: string }) => {
      const result = answer(since);
      if (result instanceof Error) throw result;
      return result;
    }),
  });
}
