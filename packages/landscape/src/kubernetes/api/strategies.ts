import { deepEqual } from '../json';
import { resources } from '../resources';
import type { Json, KubeObject, ResourceType } from '../types';
import { toJson, type AnyObject } from './objects';
import { preparePod, withoutNode } from './pods';

/** What the API server does with the objects of one kind beyond what it does with all. */
export interface Strategy {
  /** The status of a new object, whatever the request says. Kinds without one keep what they are given. */
  initialStatus?: Json;
  /** Whether `metadata.generation` counts the changes of what `desired` returns. */
  counted: boolean;
  /** What the controllers of the kind act on. Default: everything but metadata and status. */
  desired: (object: AnyObject) => Json;
  /** Whether a PUT without a resourceVersion overwrites whatever is there. */
  unconditionalUpdate: boolean;
  /** Whether DELETE answers with the object rather than with a Status. */
  answersDeleted: boolean;
  /** Fills in what admission plugins and the kind's own code fill in. */
  prepareCreate?: (object: AnyObject, random: () => number) => void;
}

const all = new Set<ResourceType>(Object.values(resources));

const withoutGeneration = new Set<ResourceType>([
  resources.namespaces,
  resources.nodes,
  resources.services,
  resources.configMaps,
  resources.secrets,
  resources.serviceAccounts,
  resources.events,
  resources.limitRanges,
  resources.resourceQuotas,
  resources.persistentVolumeClaims,
  resources.horizontalPodAutoscalers,
  resources.leases,
  resources.roles,
  resources.roleBindings,
  resources.clusterRoles,
  resources.clusterRoleBindings,
]);

const conditionalUpdate = new Set<ResourceType>([
  resources.podDisruptionBudgets,
  resources.leases,
]);

const answersDeleted = new Set<ResourceType>([
  resources.namespaces,
  resources.pods,
  resources.services,
  resources.serviceAccounts,
  resources.resourceQuotas,
  resources.persistentVolumeClaims,
]);

const initialStatus = new Map<ResourceType, Json>([
  [resources.namespaces, { phase: 'Active' }],
  [resources.services, { loadBalancer: {} }],
  [resources.ingresses, { loadBalancer: {} }],
  [resources.pods, { phase: 'Pending' }],
  [resources.persistentVolumeClaims, { phase: 'Pending' }],
  [resources.resourceQuotas, {}],
  [resources.deployments, {}],
  [resources.replicaSets, { replicas: 0 }],
  [resources.statefulSets, { replicas: 0, availableReplicas: 0 }],
  [
    resources.daemonSets,
    {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    },
  ],
  [resources.jobs, {}],
  [resources.cronJobs, {}],
  [
    resources.horizontalPodAutoscalers,
    { currentMetrics: null, desiredReplicas: 0 },
  ],
  [
    resources.podDisruptionBudgets,
    {
      currentHealthy: 0,
      desiredHealthy: 0,
      disruptionsAllowed: 0,
      expectedPods: 0,
    },
  ],
]);

function everything(object: AnyObject): Json {
  const { metadata: _metadata, status: _status, ...rest } = object;
  return toJson(rest);
}

/** The Deployment controller also copies annotations, so they count too. */
function desiredDeployment(object: AnyObject): Json {
  return toJson([object.spec, object.metadata.annotations ?? {}]);
}

function prepareNamespace(object: AnyObject): void {
  object.spec = { finalizers: ['kubernetes'] };
}

/** Keeps a claim until no Pod uses it. */
function prepareClaim(object: AnyObject): void {
  const { finalizers = [] } = object.metadata;
  const inUse = 'kubernetes.io/pvc-protection';
  if (!finalizers.includes(inUse))
    object.metadata.finalizers = [...finalizers, inUse];
}

function prepareJob(object: AnyObject): void {
  const spec = object.spec as {
    manualSelector?: boolean;
    selector?: Json;
    template: { metadata?: { labels?: Record<string, string> } };
  };
  if (spec.manualSelector) return;
  const { uid, name } = object.metadata;
  const own = { 'batch.kubernetes.io/controller-uid': uid };
  const labels = {
    ...own,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  spec.selector = { matchLabels: own };
  spec.template.metadata = {
    ...spec.template.metadata,
    labels: { ...spec.template.metadata?.labels, ...labels },
  };
  object.metadata.labels ??= spec.template.metadata.labels;
}

const prepareCreate = new Map<ResourceType, Strategy['prepareCreate']>([
  [resources.namespaces, prepareNamespace],
  [resources.pods, preparePod],
  [resources.persistentVolumeClaims, prepareClaim],
  [resources.jobs, prepareJob],
]);

const desired = new Map<ResourceType, Strategy['desired']>([
  [resources.deployments, desiredDeployment],
  [resources.pods, withoutNode],
]);

const strategies = new Map<ResourceType, Strategy>(
  [...all].map(type => [
    type,
    {
      initialStatus: initialStatus.get(type),
      counted: !withoutGeneration.has(type),
      desired: desired.get(type) ?? everything,
      unconditionalUpdate: !type.custom && !conditionalUpdate.has(type),
      answersDeleted: answersDeleted.has(type),
      prepareCreate: prepareCreate.get(type),
    },
  ]),
);

/** How the API server treats a kind. */
export function strategyOf(type: ResourceType): Strategy {
  const strategy = strategies.get(type);
  if (!strategy) throw new Error(`no strategy for ${type.kind}`);
  return strategy;
}

/** Sets the status that a request may not set, and starts to count generations. */
export function prepareForCreate(type: ResourceType, object: AnyObject): void {
  const { counted, initialStatus: status } = strategyOf(type);
  if (counted) object.metadata.generation = 1;
  else delete object.metadata.generation;
  if (status !== undefined) object.status = structuredClone(status);
  // Nodes report their status from the first moment on; custom kinds get theirs from their controller.
  else if (type.custom && type.subresources.includes('status'))
    delete object.status;
}

/** Whether a write is of the cluster's own parts, which may do what nobody else may. */
export function isInternal(subresource: string | undefined): boolean {
  return subresource === 'binding' || subresource === 'finalize';
}

/** Sees to it that a request changes only its half of the object: the status, or everything but the status. */
export function prepareForUpdate(
  type: ResourceType,
  object: AnyObject,
  old: AnyObject,
  subresource: string | undefined,
): void {
  const strategy = strategyOf(type);
  const { annotations } = object.metadata;
  if (subresource === 'status') {
    keepAllBut(object, old, 'status');
    // A controller may note in annotations what belongs to the status, such as the revision of a Deployment.
    if (!type.custom && annotations) object.metadata.annotations = annotations;
  } else if (isInternal(subresource)) keepAllBut(object, old, 'spec');
  else if (type.subresources.includes('status')) {
    if (old.status === undefined) delete object.status;
    else object.status = old.status;
  }
  // Finalizers of a namespace are removed through its own subresource only.
  if (type === resources.namespaces && subresource !== 'finalize')
    object.spec = old.spec;
  if (old.metadata.generation === undefined) delete object.metadata.generation;
  else {
    const changed =
      subresource !== 'status' && changesDesire(strategy, object, old);
    object.metadata.generation = old.metadata.generation + (changed ? 1 : 0);
  }
}

function changesDesire(
  strategy: Strategy,
  object: KubeObject,
  old: KubeObject,
): boolean {
  return !deepEqual(
    strategy.desired(object as AnyObject),
    strategy.desired(old as AnyObject),
  );
}

function keepAllBut(
  object: AnyObject,
  old: AnyObject,
  part: 'spec' | 'status',
): void {
  const { managedFields, resourceVersion } = object.metadata;
  const changed = object[part];
  for (const key of Object.keys(object)) delete object[key];
  Object.assign(object, old);
  object.metadata = { ...old.metadata, managedFields, resourceVersion };
  if (changed === undefined) delete object[part];
  else object[part] = changed;
}
