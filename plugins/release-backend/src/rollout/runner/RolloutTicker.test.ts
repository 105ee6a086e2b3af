import { mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { Decision } from '../decision';
import { lookAt } from './__testUtils__/lookAt';
import type { ActiveRollout } from './ActiveRollout';
import { WriteJournal } from './WriteJournal';

const LATER = 5_000;

const never = () => Promise.reject(new Error('Nothing is to be stored'));

/** A rollout about which nothing is to be done, and what comes in while it is looked at. */
function lookedAt(
  meanwhile: (rollout: ActiveRollout) => void,
  decided: Partial<Decision> = {},
) {
  return lookAt({
    meanwhile,
    store: { append: never, eventsAfter: never },
    machine: {
      decide: (_, clock) => ({
        events: [],
        clock,
        nextLookMs: LATER,
        ...decided,
      }),
    },
    journal: new WriteJournal({
      ledger: { begin: never, settle: never },
      auditor: mockServices.auditor.mock(),
      logger: mockServices.logger.mock(),
    }),
  });
}

describe('a look at a rollout', () => {
  it('is followed by another one when the decision says so', async () => {
    const { rollout, tick } = lookedAt(() => {});
    expect(await tick()).toBe('looked');
    expect(rollout.lookAt).toBe(100 + LATER);
  });

  it('is followed sooner when something has happened meanwhile', async () => {
    const { rollout, tick } = lookedAt(seen => {
      seen.lookAt = 150;
    });
    await tick();
    expect(rollout.lookAt).toBe(150);
  });

  it('keeps why a Deployment cannot be read, until it can', async () => {
    const { rollout, cluster, tick } = lookedAt(() => {}, {
      readBack: {
        workloadId: 'prod/prod-beijing/order/order-api',
        role: 'release',
      },
    });
    cluster.read = () => Promise.reject(new NotAllowedError('No'));
    await tick();
    expect(rollout.unread?.reason).toEqual({
      code: 'forbidden',
      params: {
        cluster: 'prod-beijing',
        verb: 'get',
        resource: 'deployments',
      },
    });
    cluster.read = () => Promise.reject(new NotFoundError('None'));
    await tick();
    expect(rollout.unread).toBeUndefined();
  });
});
