import type { RolloutStateName } from '@pilothouse/plugin-release-common';
import type { RolloutState } from '../state';
import { effectiveGate, gateIsAnswered } from '../steps/gate';
import { presentStep } from '../steps/present';

/** What a rollout is called on a screen: an end, a way back, or what it waits for, the most hindering first. */
export function stateName(state: RolloutState): RolloutStateName {
  const { phase, outcome, definition } = state;
  if (phase === 'ended') return outcome ?? 'aborted';
  if (phase === 'aborting' || phase === 'reverting') return phase;
  if (state.pause || state.drift.length > 0) return 'paused';
  if (state.hold) return 'held';
  if (phase === 'waiting') {
    return definition.supersedes === undefined ? 'running' : 'waiting';
  }
  return waitsForPerson(state) ? 'waiting-for-person' : 'running';
}

/** At its gate, which only a person opens. */
export function waitsForPerson(state: RolloutState): boolean {
  return (
    state.phase === 'running' &&
    presentStep(state).step.kind === 'gate' &&
    effectiveGate(state.definition) !== 'automatic' &&
    !gateIsAnswered(state)
  );
}
