import type { KubeObject } from '../types';
import { age, name, text, wide, type Column } from './column';
import { conditionAt, fieldsAt, listAt, textAt, valueAt } from './read';

export const namespaces: Column[] = [
  name,
  text(
    'Status',
    'Phase of the namespace.',
    object => textAt(object, 'status.phase') ?? '',
  ),
  age,
];

function nodeStatus(node: KubeObject): string {
  const ready = conditionAt(node, 'Ready');
  const words = [
    ready === 'True' ? 'Ready' : ready && 'NotReady',
    valueAt(node, 'spec.unschedulable') === true && 'SchedulingDisabled',
  ];
  if (!words[0]) words[0] = 'Unknown';
  return words.filter(Boolean).join(',');
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeRoles(node: KubeObject): string {
  const roles = Object.entries(node.metadata.labels ?? {}).flatMap(
    ([key, value]) => {
      if (key === 'kubernetes.io/role') return value;
      return key.startsWith(ROLE_PREFIX) ? key.slice(ROLE_PREFIX.length) : [];
    },
  );
  return [...new Set(roles.filter(Boolean))].sort().join(',') || '<none>';
}

function nodeAddress(node: KubeObject, type: string): string {
  const address = listAt(node, 'status.addresses').find(
    ({ type: present }) => present === type,
  );
  return (address && textAt(address, 'address')) ?? '<none>';
}

function nodeKernel(node: KubeObject): string {
  const info = fieldsAt(node, 'status.nodeInfo') ?? {};
  const architecture = textAt(info, 'architecture');
  const kernel = textAt(info, 'kernelVersion') ?? '<unknown>';
  return architecture ? `${kernel} (${architecture})` : kernel;
}

export const nodes: Column[] = [
  name,
  text('Status', 'State of the node in one word.', nodeStatus),
  text('Roles', 'Roles that labels give the node.', nodeRoles),
  age,
  text(
    'Version',
    'Version of the kubelet.',
    object => textAt(object, 'status.nodeInfo.kubeletVersion') ?? '',
  ),
  wide(
    text('Internal-IP', 'Address inside the cluster.', object =>
      nodeAddress(object, 'InternalIP'),
    ),
  ),
  wide(
    text('External-IP', 'Address outside the cluster.', object =>
      nodeAddress(object, 'ExternalIP'),
    ),
  ),
  wide(
    text(
      'OS-Image',
      'Operating system.',
      object => textAt(object, 'status.nodeInfo.osImage') ?? '<unknown>',
    ),
  ),
  wide(text('Kernel-Version', 'Kernel and architecture.', nodeKernel)),
  wide(
    text(
      'Container-Runtime',
      'Container runtime and its version.',
      object =>
        textAt(object, 'status.nodeInfo.containerRuntimeVersion') ??
        '<unknown>',
    ),
  ),
];

export const leases: Column[] = [
  name,
  text(
    'Holder',
    'Who holds the lease.',
    object => textAt(object, 'spec.holderIdentity') ?? '',
  ),
  age,
];

/** Used and hard amounts of the quota's resources that are limits, or that are not. */
function amounts(quota: KubeObject, limits: boolean): string {
  const used = fieldsAt(quota, 'status.used') ?? {};
  return Object.entries(fieldsAt(quota, 'status.hard') ?? {})
    .filter(([resource]) => resource.startsWith('limits.') === limits)
    .sort(([a], [b]) => Number(a > b) - Number(a < b))
    .map(
      ([resource, hard]) =>
        `${resource}: ${String(used[resource] ?? 0)}/${String(hard)}`,
    )
    .join(', ');
}

export const resourceQuotas: Column[] = [
  name,
  text('Request', 'Amounts used and allowed.', object =>
    amounts(object, false),
  ),
  text('Limit', 'Limits used and allowed.', object => amounts(object, true)),
  age,
];
