import type {
  ActionAvailability,
  RolloutAction,
} from '@pilothouse/plugin-release-common';
import { canBeInsistedOn } from '../ending/lastServing';
import type { RolloutState } from '../state';
import { effectiveGate, gateIsAnswered } from '../steps/gate';
import { presentStep } from '../steps/present';

/** As one of `STUCK_REASONS`, and why nothing can be done then. */
export const NOT_READABLE = 'not-readable';

const ALLOWED: ActionAvailability = { allowed: true };

/** Which commands make sense now, and why the others do not; who may give them, and freezes, are another matter. */
export function availability(
  state: RolloutState,
): Record<RolloutAction, ActionAvailability> {
  const { phase, pause } = state;
  if (phase === 'ended') return all(because('ended'));
  if (state.stuck?.reason.code === NOT_READABLE) {
    return all(because(NOT_READABLE));
  }
  if (phase === 'aborting' || phase === 'reverting') {
    const onItsWay = all(because('on-its-way', { action: phase }));
    return canBeInsistedOn(state) ? { ...onItsWay, abort: ALLOWED } : onItsWay;
  }
  return {
    abort: ALLOWED,
    pause: pause ? because('already-paused') : ALLOWED,
    resume: pause ? ALLOWED : because('not-paused'),
    promote: promoteAvailability(state),
    approve: approveAvailability(state),
    adopt: adoptAvailability(state),
    override: overrideAvailability(state),
  };
}

function promoteAvailability(state: RolloutState): ActionAvailability {
  const gate = effectiveGate(state.definition);
  if (gate === 'automatic') return because('gate-is-automatic');
  const early = beforeGate(state);
  if (early) return early;
  // Who approves promotes: there is nothing left to press.
  if (gateIsAnswered(state)) {
    return because('on-its-way', { action: 'promoting' });
  }
  return gate === 'approval' ? because('waits-for-approval') : ALLOWED;
}

function approveAvailability(state: RolloutState): ActionAvailability {
  if (effectiveGate(state.definition) !== 'approval') {
    return because('gate-is-automatic');
  }
  const early = beforeGate(state);
  if (early) return early;
  return gateIsAnswered(state)
    ? because('on-its-way', { action: 'promoting' })
    : ALLOWED;
}

function adoptAvailability({ drift }: RolloutState): ActionAvailability {
  if (drift.length === 0) return because('no-drift');
  return drift.every(({ adoptable }) => adoptable)
    ? ALLOWED
    : because('not-adoptable');
}

function overrideAvailability({ drift }: RolloutState): ActionAvailability {
  if (drift.length === 0) return because('no-drift');
  return drift.every(({ overridable }) => overridable === false)
    ? because('not-overridable')
    : ALLOWED;
}

function beforeGate(state: RolloutState): ActionAvailability | undefined {
  const { definition, stepIndex } = state;
  const gate = definition.steps.findIndex(({ kind }) => kind === 'gate');
  const { kind } = presentStep(state).step;
  return stepIndex < gate || state.phase === 'waiting'
    ? because('opens-after-bake', { step: kind })
    : undefined;
}

function all(
  why: ActionAvailability,
): Record<RolloutAction, ActionAvailability> {
  return {
    abort: why,
    pause: why,
    resume: why,
    promote: why,
    approve: why,
    adopt: why,
    override: why,
  };
}

function because(
  code: string,
  params: Record<string, string> = {},
): ActionAvailability {
  return { allowed: false, why: { code, params } };
}
