import type { Drift } from '@pilothouse/plugin-release-common';
import { EDITED } from '../drift/words';
import type { RolloutEvent } from '../events';
import type { Expected, RolloutState } from '../state';
import { changeSide, changeTarget } from './foldWrite';

type Resolved = Extract<RolloutEvent, { type: 'drift-resolved' }>;

/** What a person decided about what somebody else had changed. */
export function foldDriftResolved(
  state: RolloutState,
  { choice }: Resolved,
): RolloutState {
  const chosen = state.drift.filter(({ adoptable, overridable }) =>
    choice === 'override' ? overridable !== false : adoptable,
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

/** A number of replicas, or what is beside the image: another image would be another rollout. */
function adopted(state: RolloutState, drift: Drift): RolloutState {
  if (drift.field === 'template') {
    return changeSide(state, drift, side => ({ ...side, edit: 'adopted' }));
  }
  const replicas = Number(drift.found);
  const changed = changeSide(state, drift, side => ({ ...side, replicas }));
  return changeTarget(changed, drift.workloadId, progress => ({
    ...progress,
    adopted: { stepIndex: state.stepIndex, replicas },
  }));
}

/**
 * Nothing is expected of the field any more, so the present step brings it to where it wants it; a release with all that
 * is recorded of its template, however little of it the drift has named.
 */
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
  if (drift.found === EDITED) return { edit: 'overridden' };
  return {
    image: undefined,
    carriesId: undefined,
    tolerated: side.carriesId ? undefined : true,
    edit: drift.role === 'release' ? setBack(drift, side) : side.edit,
  };
}

/** What a person has decided to keep goes only with the template as a whole. */
function setBack({ field }: Drift, { edit }: Expected): Expected['edit'] {
  return field === 'image' && edit === 'adopted' ? edit : 'overridden';
}
