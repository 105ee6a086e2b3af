import { resources } from '../resources';
import type { Json, KubeApi, KubeObject } from '../types';
import { toJson, type AnyObject } from './objects';

interface Quantities {
  [resource: string]: Json | undefined;
}

interface PodSpec {
  nodeName?: string;
  containers: {
    resources?: { requests?: Quantities; limits?: Quantities };
    volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
  }[];
  initContainers?: PodSpec['containers'];
  volumes?: { name: string; projected?: Json }[];
  tolerations?: { key?: string; operator?: string; effect?: string }[];
  serviceAccountName?: string;
  serviceAccount?: string;
  automountServiceAccountToken?: boolean;
  priority?: number;
  preemptionPolicy?: string;
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_SOURCES: Json = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  {
    configMap: {
      name: 'kube-root-ca.crt',
      items: [{ key: 'ca.crt', path: 'ca.crt' }],
    },
  },
  {
    downwardAPI: {
      items: [
        {
          path: 'namespace',
          fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
        },
      ],
    },
  },
];

/** What the admission plugins of a real API server add to a new Pod. */
export function preparePod(pod: AnyObject, random: () => number): void {
  const spec = pod.spec as unknown as PodSpec;
  spec.serviceAccountName ??= 'default';
  spec.serviceAccount = spec.serviceAccountName;
  spec.priority ??= 0;
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
  if (spec.automountServiceAccountToken !== false) mountToken(spec, random);
  tolerate(spec, 'node.kubernetes.io/not-ready');
  tolerate(spec, 'node.kubernetes.io/unreachable');
  pod.status = { phase: 'Pending', qosClass: qosClass(spec) };
}

/** Binding a Pod to a node is no change of what is wanted. */
export function withoutNode(pod: AnyObject): Json {
  return toJson({ ...(pod.spec as object), nodeName: undefined });
}

const TOPOLOGY = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
];

/** A Pod that is bound to a node is labelled with where that node is. */
export function labelByNode(pod: AnyObject, api: KubeApi): void {
  const { nodeName = '' } = pod.spec as unknown as PodSpec;
  const node = api.get<KubeObject>(resources.nodes, undefined, nodeName);
  const { labels } = pod.metadata;
  for (const key of TOPOLOGY) {
    const value = node?.metadata.labels?.[key];
    if (value !== undefined && labels?.[key] === undefined)
      pod.metadata.labels = { ...pod.metadata.labels, [key]: value };
  }
}

function mountToken(spec: PodSpec, random: () => number): void {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const unmounted = containers.filter(
    container =>
      !container.volumeMounts?.some(mount => mount.mountPath === TOKEN_PATH),
  );
  if (unmounted.length === 0) return;
  const name = `kube-api-access-${suffix(random)}`;
  spec.volumes = [
    ...(spec.volumes ?? []),
    { name, projected: { sources: TOKEN_SOURCES, defaultMode: 420 } },
  ];
  for (const container of unmounted)
    container.volumeMounts = [
      ...(container.volumeMounts ?? []),
      { name, readOnly: true, mountPath: TOKEN_PATH },
    ];
}

function tolerate(spec: PodSpec, key: string): void {
  const tolerated = spec.tolerations?.some(
    toleration =>
      (!toleration.key || toleration.key === key) &&
      (!toleration.effect || toleration.effect === 'NoExecute'),
  );
  if (tolerated) return;
  const toleration = {
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  };
  spec.tolerations = [...(spec.tolerations ?? []), toleration];
}

function qosClass(spec: PodSpec): string {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const given = (quantities: Quantities | undefined) =>
    ['cpu', 'memory'].filter(name => quantities?.[name] !== undefined);
  const guaranteed = containers.every(container => {
    const { limits, requests = limits } = container.resources ?? {};
    return (
      given(limits).length === 2 &&
      given(limits).every(name => requests?.[name] === limits?.[name])
    );
  });
  if (guaranteed) return 'Guaranteed';
  const burstable = containers.some(
    container =>
      given(container.resources?.requests).length +
        given(container.resources?.limits).length >
      0,
  );
  return burstable ? 'Burstable' : 'BestEffort';
}

// No vowels and no digits that look like letters, as in the real server: nothing rude, nothing to mix up.
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** The five characters that the API server appends to a generated name. */
export function suffix(random: () => number): string {
  return Array.from(
    { length: 5 },
    () => LETTERS[Math.floor(random() * LETTERS.length)],
  ).join('');
}
