import type { Drift, Role } from '@pilothouse/plugin-release-common';
import type { Draft } from '../Draft';
import type { ObservedDeployment } from '../observation';
import type { Expected, RolloutState } from '../state';
import { presentStep, type PresentStep } from '../steps/present';
import { look } from '../writes/look';
import { CHANGED, EDITED, RECORDED } from './words';

type Found = Omit<Drift, 'workloadId' | 'role'>;

/**
 * What somebody else changed of what the present step rests on. The number of replicas of a release is its autoscaler's
 * or its owner's, never ours: it is no drift.
 */
export function findDrift(draft: Draft): Drift[] {
  const present = presentStep(draft.state);
  const { workloadId } = present.step;
  const found = rolesOf(present, draft.state).flatMap(role => {
    if (isPending(draft.state, workloadId, role)) return [];
    const seen = look(draft, workloadId, role);
    if (seen.kind !== 'seen') return [];
    const driftOf = role === 'release' ? releaseDrift : canaryDrift;
    const drifts = driftOf(present, seen.deployment, draft.state.definition.id);
    return drifts.map(drift => ({ ...drift, workloadId, role }));
  });
  return [...found, ...ownedDrift(draft)].filter(
    drift => !draft.state.drift.some(known => isSame(known, drift)),
  );
}

/** Of a canary that has done its part nothing is expected. */
function rolesOf(
  { step }: PresentStep,
  { definition: { strategy } }: RolloutState,
): Role[] {
  switch (step.kind) {
    case 'canary':
    case 'bake':
      return ['release', 'canary'];
    case 'gate':
      return strategy === 'canary' ? ['release', 'canary'] : ['release'];
    case 'retire':
      return [];
    default:
      return ['release'];
  }
}

function isSame(a: Drift, b: Drift): boolean {
  return (
    a.workloadId === b.workloadId &&
    a.role === b.role &&
    a.field === b.field &&
    a.manager === b.manager
  );
}

function isPending(
  { pending }: RolloutState,
  workloadId: string,
  role: Role,
): boolean {
  return pending?.workloadId === workloadId && pending.role === role;
}

function releaseDrift(
  { progress, target }: PresentStep,
  deployment: ObservedDeployment,
  rolloutId: string,
): Found[] {
  const { release, promote } = progress;
  if (release.tolerated) return [];
  if (release.carriesId) {
    return ourDrift(release, deployment, { rolloutId, overridable: true });
  }
  // Overridden, or not settled: the step brings it to where it wants it.
  if (promote !== 'none' || deployment.templateIsRecorded) return [];
  const drift = imageDrift(target.release.image, deployment);
  return drift.length > 0 ? drift : [templateDrift(deployment)];
}

function canaryDrift(
  { progress: { canary } }: PresentStep,
  deployment: ObservedDeployment,
  rolloutId: string,
): Found[] {
  return [
    // What its template was like is recorded nowhere.
    ...ourDrift(canary, deployment, { rolloutId, overridable: false }),
    ...replicasDrift(canary.replicas, deployment),
  ];
}

/** Another image than the last that is known, or a template that is not the one that we made any more. */
function ourDrift(
  { image, carriesId, edit }: Expected,
  deployment: ObservedDeployment,
  { rolloutId, overridable }: { rolloutId: string; overridable: boolean },
): Found[] {
  const drift = imageDrift(image, deployment);
  if (drift.length > 0 || !carriesId) return drift;
  if (deployment.rolloutId !== rolloutId) return [templateDrift(deployment)];
  return deployment.edited && !edit
    ? [
        {
          ...templateDrift(deployment),
          found: EDITED,
          adoptable: true,
          overridable,
        },
      ]
    : [];
}

function imageDrift(
  expected: string | undefined,
  { image = '', imageOwner }: ObservedDeployment,
): Found[] {
  if (expected === undefined || image === expected) return [];
  return [
    { field: 'image', expected, found: image, adoptable: false, ...imageOwner },
  ];
}

function templateDrift({ templateOwner }: ObservedDeployment): Found {
  return {
    field: 'template',
    expected: RECORDED,
    found: CHANGED,
    adoptable: false,
    ...templateOwner,
  };
}

function replicasDrift(
  expected: number | undefined,
  { replicas, replicasOwner }: ObservedDeployment,
): Found[] {
  if (expected === undefined || replicas === expected) return [];
  return [
    {
      field: 'replicas',
      expected,
      found: replicas,
      // Without a canary there is nothing to observe.
      adoptable: replicas > 0,
      ...replicasOwner,
    },
  ];
}

/** The cluster refused a write because of owners that nobody confirmed. */
function ownedDrift({ state, observation }: Draft): Drift[] {
  const { owned } = state;
  if (!owned) return [];
  const { workloadId, role, goal } = owned;
  const deployment = observation.targets[workloadId]?.[role];
  const { imageOwner, image = '' } = deployment ?? {};
  const named = owned.managers.map(manager => ({ manager }));
  return (named.length > 0 ? named : [{ ...imageOwner }]).map(owner => ({
    workloadId,
    role,
    field: 'image',
    expected: 'image' in goal ? goal.image : '',
    found: image,
    adoptable: false,
    ...owner,
  }));
}
