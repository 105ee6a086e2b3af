import type { OapInstance } from '../metadata/readMetadata';

/** What is needed of a pod to know it again. */
export interface PodIdentity {
  name: string;
  ip?: string;
}

/** Agents say where they run in one of these. */
const HOST_ATTRIBUTES = [
  'hostname',
  'host_name',
  'HOSTNAME',
  'pod',
  'k8s.pod.name',
];
const ADDRESS_ATTRIBUTES = ['ipv4s', 'ipv4', 'ip', 'IPV4'];

/** Longer names of pods are cut to it for their host names. */
const HOST_NAME_LENGTH = 63;

/**
 * Which pod each instance is, by the id of the instance: one that is called like a pod is that pod, else the host name
 * that its agent reports decides, which is the pod's. Only where it reports none does an address, which one pod alone
 * has: pods of another cluster, and those of a minute ago, have had the same. The agent of Java calls itself
 * `<uuid>@<address>` unless told otherwise.
 */
export function matchPods<P extends PodIdentity>(
  instances: readonly OapInstance[],
  pods: readonly P[],
): ReadonlyMap<string, P> {
  const byName = new Map([
    ...pods.map(pod => [hostNameOf(pod.name), pod] as const),
    ...pods.map(pod => [pod.name, pod] as const),
  ]);
  const byAddress = new Map<string, P | undefined>();
  for (const pod of pods) {
    if (pod.ip === undefined) continue;
    // On the network of the host several pods have one address, which then says nothing.
    byAddress.set(pod.ip, byAddress.has(pod.ip) ? undefined : pod);
  }
  const matches = new Map<string, P>();
  for (const instance of instances) {
    const named = podNamesOf(instance)
      .map(name => byName.get(name))
      .find(found => found !== undefined);
    const isElsewhere = hostNamesOf(instance).length > 0;
    const pod =
      named ??
      (isElsewhere ? [] : addressesOf(instance))
        .map(address => byAddress.get(address))
        .find(found => found !== undefined);
    if (pod) matches.set(instance.id, pod);
  }
  return matches;
}

/** What the pod of an instance may be called, by what its agent reports. */
export function podNamesOf(instance: OapInstance): string[] {
  const { name } = instance;
  return [
    name,
    // `<pod>@<address>`, as some start scripts make it.
    name.split('@')[0],
    // A pod may be called by its whole domain.
    ...hostNamesOf(instance).flatMap(host => [host, host.split('.')[0]]),
  ];
}

function hostNamesOf({ attributes }: OapInstance): string[] {
  return HOST_ATTRIBUTES.flatMap(key => attributes[key]?.trim() || []);
}

/** As the kubelet makes it. */
function hostNameOf(pod: string): string {
  return pod.slice(0, HOST_NAME_LENGTH).replace(/[-.]+$/, '');
}

function addressesOf({ name, attributes }: OapInstance): string[] {
  const said = ADDRESS_ATTRIBUTES.flatMap(key => attributes[key] ?? []);
  return [name.split('@')[1] ?? '', ...said.flatMap(text => text.split(','))]
    .map(address => address.trim())
    .filter(address => /^[0-9a-f.:]{3,45}$/i.test(address));
}
