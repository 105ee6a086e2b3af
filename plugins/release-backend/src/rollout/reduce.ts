import type { RolloutCause } from '@pilothouse/plugin-release-common';
import { canBeInsistedOn } from './ending/lastServing';
import type { RolloutEvent, StoredEvent } from './events';
import { foldDriftResolved } from './fold/foldDrift';
import { changeTarget, foldIntended, foldSettled } from './fold/foldWrite';
import { initialState } from './fold/initialState';
import type { RolloutState } from './state';
import { presentStep } from './steps/present';

type Completed = Extract<RolloutEvent, { type: 'step-completed' }>;
type AbortRequested = Extract<RolloutEvent, { type: 'abort-requested' }>;

/**
 * Folds the events of a rollout, in the order of their sequence, into its state. Events that come too late, such as a
 * pause of what is being aborted, are history and change nothing.
 *
 * @throws Error when the first event is not `started`
 */
export function reduce(
  state: RolloutState | undefined,
  stored: StoredEvent,
): RolloutState {
  const { event, sequence, at } = stored;
  if (!state) {
    if (event.type !== 'started') {
      throw new Error(`A rollout begins with started, not with ${event.type}`);
    }
    return initialState(event.definition, { sequence, at });
  }
  return { ...fold(state, event, at), sequence };
}

function fold(
  state: RolloutState,
  event: RolloutEvent,
  at: number,
): RolloutState {
  switch (event.type) {
    case 'write-intended':
      return foldIntended(state, event.intent, at);
    case 'write-settled':
      return foldSettled(state, event, at);
    case 'stuck':
      return { ...state, stuck: { reason: event.reason, since: at } };
    case 'unstuck':
      return { ...state, stuck: undefined };
    case 'ended':
      return {
        ...undisturbed(state),
        phase: 'ended',
        endedAt: at,
        outcome: event.outcome,
        pending: undefined,
        failures: undefined,
        stuck: undefined,
      };
    case 'abort-requested':
      return underway(state)
        ? failing(state, personalCause(event), event.supersededBy)
        : insistedOn(state, event);
    case 'failed':
      return failing(state, event.cause);
    case 'observation-lost':
      return state.phase === 'ended'
        ? state
        : { ...state, blind: { since: event.since, reason: event.reason } };
    case 'observation-regained':
      return { ...state, blind: undefined };
    default:
      return underway(state) ? foldUnderway(state, event, at) : state;
  }
}

/** Events that only mean something while the rollout goes forward. */
function foldUnderway(
  state: RolloutState,
  event: RolloutEvent,
  at: number,
): RolloutState {
  switch (event.type) {
    case 'step-entered':
      return {
        ...state,
        phase: 'running',
        stepIndex: event.index,
        stepEnteredAt: at,
        stepReadyAt: undefined,
        failures: undefined,
      };
    case 'step-ready':
      return { ...state, stepReadyAt: at };
    case 'step-completed':
      return foldCompleted(state, event, at);
    case 'drift-found':
      return {
        ...state,
        drift: [...state.drift, event.drift],
        owned: undefined,
      };
    case 'drift-resolved':
      return { ...foldDriftResolved(state, event), failures: undefined };
    case 'paused':
      return state.pause
        ? state
        : { ...state, pause: { by: event.by, reason: event.reason, at } };
    case 'resumed':
      return { ...withOverride(state, event), pause: undefined };
    case 'approved':
      return atGate(state)
        ? { ...withOverride(state, event), approval: { by: event.by, at } }
        : state;
    case 'promoted':
      return atGate(state)
        ? { ...withOverride(state, event), promoted: { by: event.by, at } }
        : state;
    case 'held':
      return {
        ...state,
        hold: { freezeId: event.freezeId, reason: event.reason, at },
      };
    case 'released':
      return { ...state, hold: undefined };
    default:
      return state;
  }
}

function underway({ phase }: RolloutState): boolean {
  return phase === 'waiting' || phase === 'running';
}

/** An answer that was given before the question proves nothing: what was baked is to be looked at. */
function atGate(state: RolloutState): boolean {
  return state.phase === 'running' && presentStep(state).step.kind === 'gate';
}

function withOverride(
  state: RolloutState,
  { overriddenFreezes = [] }: { overriddenFreezes?: string[] },
): RolloutState {
  const known = state.overriddenFreezes;
  return {
    ...state,
    overriddenFreezes: [...new Set([...known, ...overriddenFreezes])],
  };
}

function foldCompleted(
  state: RolloutState,
  { index, observedMs, evidence }: Completed,
  at: number,
): RolloutState {
  const { step } = presentStep(state);
  const completed: RolloutState = {
    ...state,
    completed: [
      ...state.completed,
      { index, enteredAt: state.stepEnteredAt, at, observedMs, evidence },
    ],
  };
  return step.kind === 'promote'
    ? changeTarget(completed, step.workloadId, progress => ({
        ...progress,
        promote: 'complete',
      }))
    : completed;
}

/** The first cause counts; whatever else comes while it is undone changes nothing. */
function failing(
  state: RolloutState,
  cause: RolloutCause,
  supersededBy?: string,
): RolloutState {
  if (!underway(state)) return state;
  const promoting =
    state.phase === 'running' &&
    presentStep(state).progress.promote === 'begun';
  return {
    ...undisturbed(state),
    // The cluster that was away is so still.
    blind: state.blind,
    phase: promoting ? 'reverting' : 'aborting',
    cause,
    supersededBy,
    // What is undone does not wait for what was tried before.
    failures: undefined,
  };
}

/** Who aborts what is undone already means what it keeps. */
function insistedOn(
  state: RolloutState,
  { by, reason }: AbortRequested,
): RolloutState {
  return canBeInsistedOn(state)
    ? { ...state, insisted: { by, reason } }
    : state;
}

function personalCause({
  by,
  reason,
  supersededBy,
}: AbortRequested): RolloutCause {
  return supersededBy === undefined
    ? {
        code: 'aborted-by-person',
        params: { by, reason },
        by,
        reason,
        evidence: [],
      }
    : {
        code: 'superseded-by',
        params: { by, rollout: supersededBy },
        by,
        reason,
        evidence: [],
      };
}

/** Nothing holds it any more. */
function undisturbed(state: RolloutState): RolloutState {
  return {
    ...state,
    pause: undefined,
    drift: [],
    owned: undefined,
    hold: undefined,
    blind: undefined,
  };
}
