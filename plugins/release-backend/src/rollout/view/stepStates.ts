import type { RolloutStepState } from '@pilothouse/plugin-release-common';
import { clockOf } from '../holds/stepClock';
import type { RolloutState, StepClock } from '../state';
import { effectiveGate } from '../steps/gate';
import { stateName, waitsForPerson } from './stateName';

/** States in which a step comes to its end by itself. */
const MOVING = ['running', 'waiting-for-person'];

/**
 * The steps of a rollout for a screen. `endsAt` is told as far as nobody has to be waited for and nothing has to be
 * watched to its end: up to a gate that a person opens, or a promotion; and not at all while its clock stands.
 */
export function stepStates(
  state: RolloutState,
  clock: StepClock,
  now: number,
): RolloutStepState[] {
  const { definition, stepIndex, phase } = state;
  const stands = state.blind || state.stuck || clockOf(stepIndex, clock).stands;
  const moving =
    phase === 'running' && MOVING.includes(stateName(state)) && !stands;
  let endsAt: number | undefined = moving ? now : undefined;
  return definition.steps.map((step, index): RolloutStepState => {
    const done = state.completed.find(each => each.index === index);
    if (done) {
      return {
        ...step,
        state: 'done',
        enteredAt: iso(done.enteredAt),
        endedAt: iso(done.at),
        observedMs: done.observedMs,
      };
    }
    const current = index === stepIndex && phase === 'running';
    const observedMs = current
      ? observedOf(state, clockOf(index, clock), step.holdMs)
      : 0;
    const reached = index === stepIndex && phase !== 'waiting';
    const stops =
      step.kind === 'promote' ||
      (step.kind === 'gate' && !passesItself(state, index));
    endsAt =
      endsAt === undefined || stops
        ? undefined
        : endsAt + Math.max(0, step.holdMs - observedMs);
    return {
      ...step,
      state: stepState(state, index),
      enteredAt: reached ? iso(state.stepEnteredAt) : undefined,
      observedMs,
      endsAt: endsAt === undefined ? undefined : iso(endsAt),
    };
  });
}

function stepState(
  { phase, stepIndex }: RolloutState,
  index: number,
): RolloutStepState['state'] {
  if (phase === 'waiting') return 'ahead';
  if (phase === 'ended') return 'skipped';
  if (index === stepIndex) return 'current';
  return phase === 'running' ? 'ahead' : 'skipped';
}

/** Before its pods are ready nothing is observed, whatever was counted. */
function observedOf(
  { stepReadyAt }: RolloutState,
  { observedMs }: StepClock,
  holdMs: number,
): number {
  return stepReadyAt === undefined ? 0 : Math.min(observedMs, holdMs);
}

function passesItself(state: RolloutState, index: number): boolean {
  const { definition } = state;
  const asked = effectiveGate(definition) !== 'automatic';
  return index === state.stepIndex ? !waitsForPerson(state) : !asked;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
