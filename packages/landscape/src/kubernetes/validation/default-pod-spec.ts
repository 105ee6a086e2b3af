import type { JsonObject } from '../json';
import { objectAt, objectsAt, stringAt, valueAt } from './access';
import { setDefaults } from './set-defaults';

const DEFAULT_MODE = 0o644;
const HOUR = 3600;

function defaultPullPolicy(image: string): string {
  const name = image.split('@')[0].split('/').at(-1) ?? '';
  const tag = name.split(':')[1];
  // An image that is named by its digest alone has no tag, not the tag `latest`.
  const isLatest = tag === 'latest' || (!tag && !image.includes('@'));
  return isLatest ? 'Always' : 'IfNotPresent';
}

function defaultHttpGet(action: JsonObject | undefined): void {
  setDefaults(action, { path: '/', scheme: 'HTTP' });
}

function defaultProbe(probe: JsonObject | undefined): void {
  setDefaults(probe, {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  defaultHttpGet(objectAt(probe, 'httpGet'));
  setDefaults(objectAt(probe, 'grpc'), { service: '' });
}

function defaultFieldRefs(source: JsonObject | undefined): void {
  setDefaults(objectAt(source, 'fieldRef'), { apiVersion: 'v1' });
  setDefaults(objectAt(source, 'resourceFieldRef'), { divisor: '0' });
}

function defaultContainer(container: JsonObject): void {
  setDefaults(container, {
    imagePullPolicy: defaultPullPolicy(stringAt(container, 'image')),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  for (const port of objectsAt(container, 'ports'))
    setDefaults(port, { protocol: 'TCP' });
  objectsAt(container, 'env').forEach(variable =>
    defaultFieldRefs(objectAt(variable, 'valueFrom')),
  );
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'])
    defaultProbe(objectAt(container, probe));
  for (const hook of ['postStart', 'preStop'])
    defaultHttpGet(objectAt(container, 'lifecycle', hook, 'httpGet'));
}

function defaultVolume(volume: JsonObject): void {
  if (Object.keys(volume).every(key => key === 'name')) volume.emptyDir = {};
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected'])
    setDefaults(objectAt(volume, source), { defaultMode: DEFAULT_MODE });
  objectsAt(volume, 'downwardAPI', 'items').forEach(defaultFieldRefs);
  for (const source of objectsAt(volume, 'projected', 'sources')) {
    objectsAt(source, 'downwardAPI', 'items').forEach(defaultFieldRefs);
    setDefaults(objectAt(source, 'serviceAccountToken'), {
      expirationSeconds: HOUR,
    });
  }
  setDefaults(objectAt(volume, 'hostPath'), { type: '' });
  const claim = objectAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec');
  setDefaults(claim, { volumeMode: 'Filesystem' });
}

/** Defaults of the specs of pods and of pod templates. */
export function defaultPodSpec(spec: JsonObject | undefined): void {
  if (!spec) return;
  setDefaults(spec, {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
  });
  // The old name of the field is still written.
  const account = stringAt(spec, 'serviceAccountName') || spec.serviceAccount;
  if (account) {
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
  }
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'])
    objectsAt(spec, list).forEach(defaultContainer);
  objectsAt(spec, 'volumes').forEach(defaultVolume);
}

/** Defaults that pods have and pod templates do not. */
export function defaultPod(pod: JsonObject): void {
  const spec = objectAt(pod, 'spec');
  setDefaults(spec, { enableServiceLinks: true });
  for (const container of [
    ...objectsAt(spec, 'containers'),
    ...objectsAt(spec, 'initContainers'),
  ]) {
    const limits = objectAt(container, 'resources', 'limits');
    if (limits)
      container.resources = {
        ...objectAt(container, 'resources'),
        requests: {
          ...limits,
          ...objectAt(container, 'resources', 'requests'),
        },
      };
    if (valueAt(spec, 'hostNetwork') !== true) continue;
    for (const port of objectsAt(container, 'ports'))
      setDefaults(port, { hostPort: port.containerPort });
  }
}
