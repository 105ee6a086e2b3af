import { resources } from '../resources';
import type { ObjectStore } from '../store/object-store';
import type { AnyObject } from './objects';

interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  ports?: { nodePort?: number }[];
}

const FIRST_NODE_PORT = 30_000;
const NODE_PORTS = 2768;

/** Gives a Service its cluster IP (from 10.96.0.0/16) and its node ports, or takes them away when its type changes. */
export function allocateAddresses(
  service: AnyObject,
  old: AnyObject | undefined,
  store: ObjectStore,
  random: () => number,
): void {
  const spec = service.spec as ServiceSpec;
  const before = (old?.spec ?? {}) as ServiceSpec;
  if (spec.type === 'ExternalName') {
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies'] as const)
      delete spec[field];
    delete spec.ipFamilyPolicy;
    return;
  }
  const others = store
    .list(resources.services)
    .filter(({ metadata }) => metadata.uid !== service.metadata.uid)
    .map(other => (other as AnyObject).spec as ServiceSpec);
  spec.clusterIP ??=
    spec.clusterIPs?.[0] ?? before.clusterIP ?? freeAddress(others, random);
  spec.clusterIPs = [spec.clusterIP];
  spec.ipFamilies ??= ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';

  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return;
  const used = new Set(
    [...others, spec].flatMap(({ ports = [] }) =>
      ports.map(({ nodePort }) => nodePort),
    ),
  );
  spec.ports?.forEach((port, index) => {
    port.nodePort ??=
      before.ports?.[index]?.nodePort ??
      pick(() => FIRST_NODE_PORT + Math.floor(random() * NODE_PORTS), used);
  });
}

function freeAddress(others: ServiceSpec[], random: () => number): string {
  const used = new Set(others.map(({ clusterIP }) => clusterIP));
  // The lowest 256 addresses are left to services that ask for one of them.
  return pick(() => {
    const host = 256 + Math.floor(random() * 65_000);
    return `10.96.${host >> 8}.${host & 255}`;
  }, used);
}

function pick<T>(draw: () => T, used: Set<T | undefined>): T {
  for (;;) {
    const drawn = draw();
    if (!used.has(drawn)) {
      used.add(drawn);
      return drawn;
    }
  }
}
