import type { Drift } from '@pilothouse/plugin-release-common';
import type { RolloutEvent } from '../events';
import type { Expected, RolloutState } from '../state';
import { changeSide, changeTarget } from './foldWrite';

type Resolved = Extract<RolloutEvent, { type: 'drift-resolved' }>;

/** What a person decided about what somebody else had changed. */
export function foldDriftResolved(
  state: RolloutState,
  { choice }: Resolved,
): RolloutState {
  const chosen = state.drift.filter(
    ({ adoptable }) => choice === 'override' || adoptable,
  );
  const resolved = chosen.reduce(
    choice === 'adopt' ? adopted : overridden,
    state,
  );
  return {
    ...resolved,
    drift: state.drift.filter(drift => !chosen.includes(drift)),
  };
}

/** Only numbers of replicas can be adopted: an image would be another rollout. */
function adopted(state: RolloutState, drift: Drift): RolloutState {
  const replicas = Number(drift.found);
  const changed = changeSide(state, drift, side => ({ ...side, replicas }));
  return changeTarget(changed, drift.workloadId, progress => ({
    ...progress,
    adopted: { stepIndex: state.stepIndex, replicas },
  }));
}

/** Nothing is expected of the field any more, so the present step brings it to where it wants it. */
function overridden(state: RolloutState, drift: Drift): RolloutState {
  return changeSide(state, drift, side => ({
    ...side,
    ...forgotten(drift, side),
    confirmed:
      drift.manager === undefined
        ? side.confirmed
        : [...new Set([...side.confirmed, drift.manager])],
  }));
}

function forgotten(drift: Drift, side: Expected): Partial<Expected> {
  if (drift.field === 'replicas') return { replicas: undefined };
  return {
    image: undefined,
    carriesId: undefined,
    tolerated: side.carriesId ? undefined : true,
  };
}
