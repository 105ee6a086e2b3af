import type { JsonObject } from '../json';
import { objectAt, objectsAt, stringAt, valueAt } from './access';
import { setDefaults } from './set-defaults';

export function defaultDeployment(object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  setDefaults(spec, {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: {},
  });
  const strategy = objectAt(spec, 'strategy');
  setDefaults(strategy, { type: 'RollingUpdate' });
  if (strategy?.type !== 'RollingUpdate') return;
  setDefaults(strategy, { rollingUpdate: {} });
  setDefaults(objectAt(strategy, 'rollingUpdate'), {
    maxUnavailable: '25%',
    maxSurge: '25%',
  });
}

export function defaultStatefulSet(object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  setDefaults(spec, {
    podManagementPolicy: 'OrderedReady',
    persistentVolumeClaimRetentionPolicy: {},
    replicas: 1,
    revisionHistoryLimit: 10,
    updateStrategy: {},
  });
  const strategy = objectAt(spec, 'updateStrategy');
  if (!stringAt(strategy, 'type'))
    setDefaults(strategy, { type: 'RollingUpdate', rollingUpdate: {} });
  if (strategy?.type === 'RollingUpdate')
    setDefaults(objectAt(strategy, 'rollingUpdate'), { partition: 0 });
  setDefaults(objectAt(spec, 'persistentVolumeClaimRetentionPolicy'), {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  });
  for (const claim of objectsAt(spec, 'volumeClaimTemplates')) {
    setDefaults(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
    defaultClaim(claim);
  }
}

export function defaultDaemonSet(object: JsonObject): void {
  defaultTemplateGeneration(object);
  const spec = objectAt(object, 'spec');
  setDefaults(spec, { revisionHistoryLimit: 10, updateStrategy: {} });
  const strategy = objectAt(spec, 'updateStrategy');
  setDefaults(strategy, { type: 'RollingUpdate' });
  if (strategy?.type !== 'RollingUpdate') return;
  setDefaults(strategy, { rollingUpdate: {} });
  setDefaults(objectAt(strategy, 'rollingUpdate'), {
    maxUnavailable: 1,
    maxSurge: 0,
  });
}

/** A counter of the first versions of the kind, which clients still see. */
function defaultTemplateGeneration(object: JsonObject): void {
  const metadata = objectAt(object, 'metadata');
  setDefaults(metadata, { annotations: {} });
  setDefaults(objectAt(metadata, 'annotations'), {
    'deprecated.daemonset.template.generation': '1',
  });
}

export function defaultJob(object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const isParallel =
    valueAt(spec, 'completions') !== undefined ||
    valueAt(spec, 'parallelism') !== undefined;
  setDefaults(spec, {
    ...(!isParallel && { completions: 1 }),
    parallelism: 1,
    backoffLimit:
      valueAt(spec, 'backoffLimitPerIndex') === undefined ? 6 : 2 ** 31 - 1,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: objectAt(spec, 'podFailurePolicy')
      ? 'Failed'
      : 'TerminatingOrFailed',
    manualSelector: false,
  });
  const labels = objectAt(spec, 'template', 'metadata', 'labels');
  if (labels) setDefaults(objectAt(object, 'metadata'), { labels });
}

export function defaultCronJob(object: JsonObject): void {
  setDefaults(objectAt(object, 'spec'), {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
}

export function defaultClaim(object: JsonObject): void {
  setDefaults(objectAt(object, 'spec'), { volumeMode: 'Filesystem' });
  setDefaults(objectAt(object, 'status'), { phase: 'Pending' });
}
