import type { ControllerContext } from './context';
import { kinds, type Condition, type Node } from './objects';
import { microTimestamp, timestamp } from './time';

/** A node to be registered. */
export interface NodeOptions {
  name: string;
  labels?: Record<string, string>;
  taints?: { key: string; value?: string; effect: string }[];
  /** Cores, such as `16`. */
  cpu?: string;
  /** Such as `64Gi`. */
  memory?: string;
  pods?: number;
  /** The range of the pods' addresses, a /24 such as `10.20.1.0/24`. */
  podCIDR?: string;
  internalIP?: string;
}

const LEASE_NAMESPACE = 'kube-node-lease';

// Real kubelets renew their lease each 10 seconds. Here every renewal is a revision that all watchers get, and nobody
// asks for more than a sign of life.
const HEARTBEAT_MS = 5 * 60_000;
const LEASE_SECONDS = 40;
const KUBELET_VERSION = 'v1.36.3';

/** Registers the nodes, as their kubelets do when they start, and keeps their leases. */
export function startNodes(context: ControllerContext): void {
  const { api, clock, nodeOptions } = context;
  nodeOptions.forEach((options, index) => {
    if (api.get(kinds.nodes, undefined, options.name)) return;
    const { status, ...node } = describeNode(options, index, clock.now());
    const created = api.create(kinds.nodes, node, { manager: 'kubelet' });
    api.update(
      kinds.nodes,
      { ...created, status },
      { manager: 'kubelet', subresource: 'status' },
    );
  });

  let timer = clock.after(0, beat);
  function beat() {
    if (!context.fastForward()) {
      for (const node of [...context.nodes.all()]) renewLease(context, node);
    }
    timer = clock.after(HEARTBEAT_MS, beat);
  }
  context.onStop(() => timer.cancel());
}

function renewLease({ api, clock }: ControllerContext, node: Node): void {
  const { name, uid } = node.metadata;
  if (!api.get(kinds.namespaces, undefined, LEASE_NAMESPACE)) return;
  const lease = api.get(kinds.leases, LEASE_NAMESPACE, name);
  const renewTime = microTimestamp(clock.now());
  if (lease) {
    api.update(
      kinds.leases,
      { ...lease, spec: { ...lease.spec, renewTime } },
      { manager: 'kubelet' },
    );
    return;
  }
  api.create(
    kinds.leases,
    {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name,
        namespace: LEASE_NAMESPACE,
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
      },
      spec: {
        holderIdentity: name,
        leaseDurationSeconds: LEASE_SECONDS,
        renewTime,
      },
    },
    { manager: 'kubelet' },
  );
}

function describeNode(options: NodeOptions, index: number, now: number) {
  const { name, cpu = '16', memory = '64Gi', pods = 250 } = options;
  const podCIDR = options.podCIDR ?? `10.244.${index}.0/24`;
  const resources = { cpu, memory, pods: String(pods) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...options.labels,
      },
    },
    spec: {
      podCIDR,
      podCIDRs: [podCIDR],
      ...(options.taints && { taints: options.taints }),
    },
    status: {
      addresses: [
        {
          address: options.internalIP ?? `172.16.0.${index + 10}`,
          type: 'InternalIP',
        },
        { address: name, type: 'Hostname' },
      ],
      allocatable: resources,
      capacity: resources,
      conditions: nodeConditions(timestamp(now)),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: '',
        containerRuntimeVersion: 'containerd://2.2.0',
        kernelVersion: '6.12.0',
        kubeProxyVersion: KUBELET_VERSION,
        kubeletVersion: KUBELET_VERSION,
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 13 (trixie)',
        systemUUID: '',
      },
    },
  };
}

function nodeConditions(at: string): Condition[] {
  const healthy = (
    type: string,
    status: 'True' | 'False',
    reason: string,
    message: string,
  ): Condition => ({
    type,
    status,
    lastHeartbeatTime: at,
    lastTransitionTime: at,
    reason,
    message,
  });
  return [
    healthy(
      'MemoryPressure',
      'False',
      'KubeletHasSufficientMemory',
      'kubelet has sufficient memory available',
    ),
    healthy(
      'DiskPressure',
      'False',
      'KubeletHasNoDiskPressure',
      'kubelet has no disk pressure',
    ),
    healthy(
      'PIDPressure',
      'False',
      'KubeletHasSufficientPID',
      'kubelet has sufficient PID available',
    ),
    healthy('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
  ];
}
