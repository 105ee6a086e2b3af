import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import type { StoredRollout } from '../ports';
import { commandAvailability, NOTHING_PERMITTED } from './commandAvailability';
import { byCommand } from './permissionOf';
import { foldRollout } from './RolloutQueries';

const definition = rolloutDefinition();
const stored: StoredRollout = {
  definition,
  createdAt: 0,
  clock: { observedMs: 0 },
  events: [
    { sequence: 1, at: 10, event: { type: 'started', definition } },
    { sequence: 2, at: 20, event: { type: 'step-entered', index: 0 } },
  ],
};
const commander = {
  key: 'user:default/li.wei',
  permitted: byCommand(() => true),
  overrides: false,
};

describe('a rollout that this version does not wholly understand', () => {
  const { state } = foldRollout({ ...stored, unreadableAt: 30 });

  it('is shown as far as it does, and as stuck', () => {
    expect(state).toMatchObject({
      phase: 'running',
      stuck: { reason: { code: 'not-readable' }, since: 30 },
    });
    expect(foldRollout(stored).state.stuck).toBeUndefined();
  });

  it('takes no commands', () => {
    const actions = commandAvailability(state, commander, undefined);
    expect(new Set(Object.values(actions).map(({ why }) => why?.code))).toEqual(
      new Set(['not-readable']),
    );
    const nobody = { ...commander, permitted: NOTHING_PERMITTED };
    expect(commandAvailability(state, nobody, undefined).abort.why?.code).toBe(
      'no-permission',
    );
  });
});
