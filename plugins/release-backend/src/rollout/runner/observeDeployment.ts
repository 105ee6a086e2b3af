import {
  DEPLOYMENT_FIELDS,
  ownersOf,
  type FieldOwner,
  type WatchedKinds,
} from '@pilothouse/plugin-clusters-node';
import { capped, type Deployment } from '../../workload/objects';
import type { ObservedDeployment } from '../observation';
import { EPOCH_ANNOTATION, FIELD_MANAGER, ROLLOUT_ANNOTATION } from './fields';
import type { DeploymentSets } from './deploymentSets';
import { isEdited } from './isEdited';
import { isRecordedTemplate } from './isRecordedTemplate';

/** `spec.paused` */
const PAUSED = ['spec', 'paused'];

type Autoscaler = WatchedKinds['horizontalpodautoscalers'];

/** More than anybody points at one Deployment. */
const MOST_AUTOSCALERS = 10;

interface Options {
  container: string;
  /** The template of the release to go back to; none for a canary. */
  recorded?: Record<string, unknown>;
  /** Those of its namespace; missing while they are not known. */
  autoscalers?: readonly Autoscaler[];
  sets?: DeploymentSets;
}

/** What a decision needs to know of a Deployment; whole, or as a cache has it. */
export function observeDeployment(
  deployment: Deployment,
  { container, recorded, autoscalers, sets }: Options,
): ObservedDeployment {
  const { metadata = {}, spec, status } = deployment;
  const template = spec?.template;
  const annotations = metadata.annotations ?? {};
  return {
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    generation: metadata.generation ?? 0,
    observedGeneration: status?.observedGeneration ?? 0,
    image: template?.spec?.containers.find(({ name }) => name === container)
      ?.image,
    rolloutId: template?.metadata?.annotations?.[ROLLOUT_ANNOTATION],
    fence: epochOf(annotations[EPOCH_ANNOTATION]),
    templateIsRecorded:
      recorded !== undefined && isRecordedTemplate(template, recorded),
    edited: sets && isEdited(sets, container) ? true : undefined,
    paused: spec?.paused ?? false,
    replicas: spec?.replicas ?? 1,
    status: {
      replicas: status?.replicas ?? 0,
      updated: status?.updatedReplicas ?? 0,
      ready: status?.readyReplicas ?? 0,
      available: status?.availableReplicas ?? 0,
    },
    progressing: conditionOf(deployment, 'Progressing')?.reason,
    replicaFailure: failureOf(deployment),
    imageOwner: ownerOf(deployment, DEPLOYMENT_FIELDS.image(container)),
    replicasOwner: ownerOf(deployment, DEPLOYMENT_FIELDS.replicas),
    templateOwner: ownerOf(deployment, DEPLOYMENT_FIELDS.template),
    pausedOwner: spec?.paused ? ownerOf(deployment, PAUSED) : undefined,
    autoscalers: autoscalers && namesOf(autoscalers, metadata.name),
  };
}

function conditionOf({ status }: Deployment, type: string) {
  return status?.conditions?.find(condition => condition.type === type);
}

function failureOf(deployment: Deployment): string | undefined {
  const failure = conditionOf(deployment, 'ReplicaFailure');
  return failure?.status === 'True' ? capped(failure.message, 500) : undefined;
}

/**
 * Who wrote a field last, as far as it is noted. What a rollout applies is never what it finds changed, however late;
 * what the portal has written in any other way may be an operation of a person.
 */
function ownerOf(
  deployment: Deployment,
  path: Parameters<typeof ownersOf>[1],
): ObservedDeployment['imageOwner'] {
  const [owner] = ownersOf(deployment, path).sort(
    (a, b) =>
      Number(isApplied(a)) - Number(isApplied(b)) ||
      timeOf(b) - timeOf(a) ||
      Number(isOurs(a)) - Number(isOurs(b)),
  );
  return owner && { manager: owner.manager, at: owner.time };
}

function isOurs({ manager }: FieldOwner): boolean {
  return manager === FIELD_MANAGER;
}

function isApplied(owner: FieldOwner): boolean {
  return isOurs(owner) && owner.operation === 'Apply';
}

/** Writes through the scale subresource have none. */
function timeOf({ time }: FieldOwner): number {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? 0 : at;
}

function namesOf(
  autoscalers: readonly Autoscaler[],
  deployment: string | undefined,
): string[] {
  return autoscalers
    .filter(({ spec }) => {
      const { kind, name } = spec?.scaleTargetRef ?? {};
      return kind === 'Deployment' && name === deployment;
    })
    .slice(0, MOST_AUTOSCALERS)
    .map(({ metadata }) => metadata?.name ?? '');
}

function epochOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text)
    ? Number(text)
    : undefined;
}
