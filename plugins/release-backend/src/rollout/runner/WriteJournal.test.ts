import { mockServices } from '@backstage/backend-test-utils';
import { PERSON, Simulation } from '../__testUtils__/simulate';
import type { RolloutState } from '../state';
import type { BegunWrite, EndedRollout } from './ports';
import { WriteJournal } from './WriteJournal';

/** What the ledger gets of the undoing of a rollout, and of its end. */
async function noted(run: Simulation) {
  const lines: (BegunWrite | EndedRollout)[] = [];
  const settled: string[] = [];
  const journal = new WriteJournal({
    ledger: {
      begin: async line => lines.push(line),
      settle: async id => {
        settled.push(id);
      },
    },
    auditor: mockServices.auditor.mock(),
    logger: mockServices.logger.mock(),
  });
  const undone: RolloutState = run.until(
    ({ phase }) => phase === 'aborting',
  ).state;
  const workloadId = run.definition.targets[0]?.workloadId ?? '';
  await journal.begin(
    undone,
    {
      key: `end/scale-canary/${workloadId}`,
      workloadId,
      role: 'canary',
      goal: { kind: 'scale-canary', replicas: 0 },
      attempt: 1,
      epoch: 1,
      changeId: 'c1',
    },
    undefined,
  );
  await journal.note(undone, [{ type: 'ended', outcome: 'aborted' }]);
  expect(settled).toEqual(['r1/end']);
  return lines.map(({ action, actor, reason, after }) => ({
    action,
    actor,
    reason,
    after,
  }));
}

function baking() {
  const run = new Simulation().untilStep('bake').untilReady();
  // Its undoing does not get through, so that it can be looked at.
  run.world.slow = true;
  return run;
}

describe('the ledger of a rollout that is undone', () => {
  it('says why where no person did', async () => {
    const run = baking();
    run.world.verdict = 'fail';
    const why = {
      actor: 'portal',
      reason: expect.stringMatching(/^evidence-failed \(provider kubernetes/),
    };
    expect(await noted(run)).toEqual([
      { action: 'scale-canary', ...why, after: { replicas: 0 } },
      { action: 'end-rollout', ...why, after: { outcome: 'aborted' } },
    ]);
  });

  it('names who did', async () => {
    const who = { actor: PERSON, reason: 'No' };
    expect(await noted(baking().abort())).toEqual([
      { action: 'scale-canary', ...who, after: { replicas: 0 } },
      { action: 'end-rollout', ...who, after: { outcome: 'aborted' } },
    ]);
  });
});
