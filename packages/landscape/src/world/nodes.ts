import type { NodeOptions } from '../kubernetes/controllers/nodes';
import { CLUSTERS, type ClusterSpec } from './company';
import type { Scale } from './placements';

// Below the 110 that a kubelet takes, so that a rollout always finds room.
const PODS_PER_NODE = 80;

/** The machines of a cluster: as many as it usually has, or as many as its pods need. */
export function nodesOf(spec: ClusterSpec, scale?: Scale): NodeOptions[] {
  const needed = scale ? Math.ceil(scale.pods / PODS_PER_NODE) : 0;
  const count = Math.max(spec.nodes, needed);
  // Clusters share one network: their pods' addresses differ.
  const network = 21 + CLUSTERS.indexOf(spec);
  const zones = ['a', 'b', 'c'];
  return Array.from({ length: count }, (_, index) => ({
    name: `${spec.nodePrefix}-node-${String(index + 1).padStart(2, '0')}`,
    labels: {
      'topology.kubernetes.io/region': spec.region,
      'topology.kubernetes.io/zone': `${spec.region}-${zones[index % 3]}`,
      // The last one is for what must not wait for a CPU; others may run there too.
      'node-class': index > 0 && index === count - 1 ? 'compute' : 'general',
    },
    cpu: '64',
    memory: '256Gi',
    podCIDR: `10.${network}.${index}.0/24`,
    internalIP: `172.16.${network}.${11 + index}`,
  }));
}
