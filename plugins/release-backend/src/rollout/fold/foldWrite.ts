import type { Role } from '@pilothouse/plugin-release-common';
import type { RolloutEvent, WriteGoal, WriteIntent } from '../events';
import type { Expected, RolloutState, TargetProgress } from '../state';
import { baseOf } from '../writes/keys';

type Settled = Extract<RolloutEvent, { type: 'write-settled' }>;
type Pending = NonNullable<RolloutState['pending']>;

/** A write is on its way, or will be. */
export function foldIntended(
  state: RolloutState,
  intent: WriteIntent,
  at: number,
): RolloutState {
  const { workloadId, role, goal, seen, key, attempt } = intent;
  const { pending, attempts } = state;
  const changed = changeSide(state, intent, side => ({
    ...side,
    uid: side.uid ?? seen?.uid,
  }));
  return {
    ...changeTarget(changed, workloadId, progress => ({
      ...progress,
      canaryUsed:
        progress.canaryUsed || (role === 'canary' && goal.kind !== 'fence'),
      // What was promoted stays so, also when it has to be repaired.
      promote:
        goal.kind === 'promote' && progress.promote === 'none'
          ? 'begun'
          : progress.promote,
    })),
    attempts: { ...attempts, [key]: attempt },
    pending: {
      ...intent,
      intendedAt: at,
      shadowsEarlier:
        pending !== undefined &&
        pending.workloadId === workloadId &&
        pending.role === role,
    },
  };
}

/** What came of a write, as far as it is certain. */
export function foldSettled(
  state: RolloutState,
  settled: Settled,
  at: number,
): RolloutState {
  const { pending } = state;
  if (pending?.key !== settled.key || pending.attempt !== settled.attempt) {
    return state;
  }
  switch (settled.outcome) {
    case 'done':
    case 'observed':
      return succeeded(state, pending, settled, at);
    case 'refused':
    case 'owned':
      return refused(state, pending, settled, at);
    case 'conflict':
      return settled.readBack
        ? overtaken(state, pending, settled, at)
        : failed(uncertain(state, pending), pending, settled, at);
    default:
      return failed(uncertain(state, pending), pending, settled, at);
  }
}

function succeeded(
  state: RolloutState,
  pending: Pending,
  settled: Settled,
  at: number,
): RolloutState {
  const { goal, seen } = pending;
  // Only a fence leaves the generation as it was.
  const generation =
    settled.generation ??
    (seen?.generation ?? 0) + (goal.kind === 'fence' ? 0 : 1);
  const changed = changeSide(state, pending, side => ({
    ...side,
    ...expectationOf(goal),
    generation: Math.max(side.generation, generation),
    at,
  }));
  return {
    ...changeTarget(changed, pending.workloadId, progress => ({
      ...progress,
      promote: goal.kind === 'revert' ? 'reverted' : progress.promote,
    })),
    effects: counted(state, pending),
    pending: undefined,
    failures: undefined,
  };
}

/** What a Deployment must be like from now on. */
function expectationOf(goal: WriteGoal): Partial<Expected> {
  switch (goal.kind) {
    case 'create-canary':
      return { made: true };
    case 'set-canary-image':
      return { image: goal.image, carriesId: true, tolerated: undefined };
    case 'promote':
      return {
        image: goal.image,
        carriesId: true,
        tolerated: undefined,
        ...(goal.whole && { edit: undefined }),
      };
    case 'scale-canary':
      return { replicas: goal.replicas };
    case 'revert':
      return { image: undefined, carriesId: undefined };
    default:
      return {};
  }
}

/** This try changed nothing; one before it still may. */
function refused(
  state: RolloutState,
  pending: Pending,
  settled: Settled,
  at: number,
): RolloutState {
  const { workloadId, role, goal, shadowsEarlier } = pending;
  const noted: RolloutState = {
    ...failed(state, pending, settled, at),
    owned:
      settled.outcome === 'owned'
        ? { workloadId, role, goal, managers: settled.managers ?? [] }
        : undefined,
  };
  return shadowsEarlier
    ? uncertain(noted, pending)
    : neverHappened(noted, pending);
}

/** The Deployment has been read: it is another by now, so the write is not on its way any more. */
function overtaken(
  state: RolloutState,
  pending: Pending,
  { generation = 0 }: Settled,
  at: number,
): RolloutState {
  const changed = changeSide(state, pending, side => ({
    ...side,
    generation: Math.max(side.generation, generation),
    at,
  }));
  // With another spec it may have happened, and been undone by somebody else: the next is another write.
  return generation > (pending.seen?.generation ?? 0)
    ? { ...changed, pending: undefined, effects: counted(state, pending) }
    : neverHappened(changed, pending);
}

function neverHappened(
  state: RolloutState,
  { workloadId, goal, key }: Pending,
): RolloutState {
  const settled = { ...state, pending: undefined };
  return goal.kind === 'promote' && !state.effects[baseOf(key)]
    ? changeTarget(settled, workloadId, progress => ({
        ...progress,
        promote: progress.promote === 'begun' ? 'none' : progress.promote,
      }))
    : settled;
}

function uncertain(state: RolloutState, pending: Pending): RolloutState {
  return { ...state, pending: { ...pending, outcome: 'unknown' } };
}

function failed(
  state: RolloutState,
  { key, workloadId }: Pending,
  { outcome, message, reason }: Settled,
  at: number,
): RolloutState {
  const { failures } = state;
  const again = failures && baseOf(failures.key) === baseOf(key);
  const count = again ? failures.count + 1 : 1;
  return {
    ...state,
    failures: { key, workloadId, count, at, outcome, message, reason },
  };
}

function counted(
  { effects }: RolloutState,
  { key }: Pending,
): RolloutState['effects'] {
  const base = baseOf(key);
  return { ...effects, [base]: (effects[base] ?? 0) + 1 };
}

/** One side of one target, changed. */
export function changeSide(
  state: RolloutState,
  { workloadId, role }: { workloadId: string; role: Role },
  change: (side: Expected) => Expected,
): RolloutState {
  return changeTarget(state, workloadId, progress => ({
    ...progress,
    [role]: change(progress[role]),
  }));
}

/** One target, changed. */
export function changeTarget(
  state: RolloutState,
  workloadId: string,
  change: (progress: TargetProgress) => TargetProgress,
): RolloutState {
  const progress = state.targets[workloadId];
  if (!progress) return state;
  return {
    ...state,
    targets: { ...state.targets, [workloadId]: change(progress) },
  };
}
