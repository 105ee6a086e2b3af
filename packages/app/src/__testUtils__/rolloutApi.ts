import { createApiMock } from '@backstage/frontend-test-utils';
import { rolloutApiRef } from '@pilothouse/plugin-release';

/** The API of rollouts as a mock: each test says what it answers. */
export const rolloutApi = createApiMock(rolloutApiRef, () => ({
  listStages: jest.fn(),
  listImages: jest.fn(),
  planRollout: jest.fn(),
  startRollout: jest.fn(),
  listRollouts: jest.fn(),
  getRollout: jest.fn(),
  actOnRollout: jest.fn(),
  planOperation: jest.fn(),
  operate: jest.fn(),
  listChanges: jest.fn(),
  listFreezes: jest.fn(),
  createFreeze: jest.fn(),
  endFreeze: jest.fn(),
}));
