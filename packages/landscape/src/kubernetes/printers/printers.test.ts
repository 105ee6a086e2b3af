import type { KubeObject } from '../types';
import { loadExhibits, type Exhibit } from './__testUtils__/exhibits';
import { tableFor } from './index';

const NOW = Date.parse('2026-11-20T01:00:00Z');
const exhibits = loadExhibits('shop');

/** An exhibit as the server stores it. */
function stored({ body, name }: Exhibit): KubeObject {
  const metadata = {
    name,
    uid: 'aa7c6c4c-9f4d-4c52-a1a1-d6a7e2dd25be',
    resourceVersion: '1',
    creationTimestamp: '2026-11-19T23:30:00Z',
  };
  return {
    ...body,
    apiVersion: String(body.apiVersion),
    kind: String(body.kind),
    metadata,
  };
}

// The same exhibits are put before the real server in printers.real.test.ts, whose cells must be those of tableFor.
const expected: Record<string, string[]> = {
  Pod: [
    'a-fresh | 0/1 | Pending | 0 | 90m | <none> | <none> | <none> | <none>',
    'crash-loop | 1/2 | CrashLoopBackOff | 6 (120m ago) | 90m | 10.0.0.7 | <none> | <none> | <none>',
    'done-beside-failed | 0/2 | Signal:9 | 0 | 90m | <none> | <none> | <none> | <none>',
    'done-beside-running | 1/2 | NotReady | 0 | 90m | <none> | <none> | <none> | <none>',
    'evicted | 0/1 | Evicted | 0 | 90m | <none> | <none> | <none> | <none>',
    'exit-code | 0/1 | ExitCode:3 | 0 | 90m | <none> | <none> | <none> | <none>',
    'gated | 0/1 | SchedulingGated | 0 | 90m | <none> | <none> | <none> | 1/2',
    'init-failed | 0/1 | Init:ExitCode:3 | 2 (5h ago) | 90m | <none> | <none> | <none> | <none>',
    'init-looping | 0/1 | Init:CrashLoopBackOff | 0 | 90m | <none> | <none> | <none> | <none>',
    'init-second | 0/1 | Init:1/2 | 0 | 90m | <none> | <none> | <none> | <none>',
    'sidecar | 2/2 | Running | 2 | 90m | <none> | <none> | <none> | <none>',
  ],
  Service: [
    'balanced | LoadBalancer | 10.96.7.1 | 203.0.113.7,lb.example.com,203.0.113.9 | 80:30777/TCP,53:30778/UDP | 90m | <none>',
    'elsewhere | ExternalName | <none> | shop.example.com | <none> | 90m | <none>',
    'headless | ClusterIP | None | <none> | 80/TCP | 90m | a=1,b=2',
    'pending | LoadBalancer | 10.96.7.2 | <pending> | 80:30779/TCP | 90m | <none>',
  ],
  Ingress: [
    'many-hosts | nginx | a.example.com,b.example.com,c.example.com + 1 more... | 203.0.113.7 | 80, 443 | 90m',
    'plain | <none> | * |  | 80 | 90m',
  ],
  NetworkPolicy: [
    'chosen | a notin (z),app=shop,b in (x,y),c,!d,tier=web | 90m',
    'everything | <none> | 90m',
  ],
  EndpointSlice: [
    'crowded | IPv4 | 1,2,3 + 1 more... | 10.1.2.3,10.1.2.4,10.1.2.5 + 2 more... | 90m',
    'empty | IPv4 | <unset> | <unset> | 90m',
  ],
  Deployment: [
    'two-containers | 0/0 | 0 | 0 | 90m | app,proxy | app:1,proxy:2 | app=two,tier in (web)',
  ],
  DaemonSet: [
    'agent | 0 | 0 | 0 | 0 | 0 | arch=none,disk=ssd | 90m | app | app:1 | app=agent',
  ],
  Job: [
    'queue | Running | 0/5 |  | 90m | app | app:1 | <none>',
    'workers | Running | 0/1 of 3 |  | 90m | app | app:1 | <none>',
  ],
  CronJob: [
    'nightly | 0 3 * * * | Asia/Shanghai | True | 0 | 6h | 90m | app | app:1 | <none>',
  ],
  HorizontalPodAutoscaler: [
    'many-metrics | Deployment/absent | 750m/1k, <unknown>/30 (avg) + 1 more... | <unset> | 9 | 2 | 90m',
    'resources | Deployment/absent | cpu: 12%/80%, memory: <unknown>/200Mi | 2 | 9 | 2 | 90m',
  ],
  PodDisruptionBudget: [
    'most | N/A | 1 | 0 | 90m',
    'share | 50% | N/A | 0 | 90m',
  ],
  PersistentVolumeClaim: [
    'bound | Bound | disk-1 | 2Gi | RWO,ROX | fast | <unset> | 90m | Filesystem',
    'waiting | Pending |  |  |  |  | <unset> | 90m | Filesystem',
  ],
  ConfigMap: ['settings | 3 | 90m'],
  Secret: ['keys | Opaque | 1 | 90m'],
  ServiceAccount: ['robot | 90m'],
  LimitRange: ['sizes | 2026-11-19T23:30:00Z'],
  ResourceQuota: [
    'limits | pods: 12/100, requests.cpu: 250m/500m | limits.cpu: 3/100 | 90m',
  ],
  Lease: ['leader | me | 90m'],
  Role: ['reader | 2026-11-19T23:30:00Z'],
  RoleBinding: ['readers | Role/reader | 90m | ann, bob | ops | shop/robot'],
  Event: [
    '120m | Warning | BackOff | pod/shop-1 | spec.containers{app} | kubelet, node-1 | Back-off restarting failed container | 5h | 7 | old-style',
    '120m | Normal | Seen | pod |  | example.com/watcher, watcher-1 | seen again | 5h | 3 | series',
  ],
  PrometheusRule: ['alerts | 90m'],
};

describe('tableFor', () => {
  it.each(Object.entries(expected))('prints a %s', (kind, rows) => {
    const [first, ...others] = exhibits.filter(
      ({ type }) => type.kind === kind,
    );
    const objects = [first, ...others].map(stored);
    const table = tableFor(first.type, objects, NOW);
    expect(table.rows.map(({ cells }) => cells.join(' | '))).toEqual(rows);
    table.rows.forEach(({ cells }) =>
      expect(cells).toHaveLength(table.columnDefinitions.length),
    );
  });

  it('has an expectation for every kind among the exhibits', () => {
    expect(Object.keys(expected).sort()).toEqual(
      [...new Set(exhibits.map(({ type }) => type.kind))].sort(),
    );
  });

  it('says that a pod with a deletionTimestamp is terminating', () => {
    const [exhibit] = exhibits;
    const pod = stored(exhibit);
    pod.metadata.deletionTimestamp = '2026-11-20T00:59:59Z';
    const [{ cells }] = tableFor(exhibit.type, [pod], NOW).rows;
    expect(cells[2]).toBe('Terminating');
  });

  it('prints a node', () => {
    const node = {
      ...stored({ ...exhibits[0], name: 'node-1' }),
      spec: { unschedulable: true },
      status: {
        conditions: [{ type: 'Ready', status: 'Unknown' }],
        addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
        nodeInfo: {
          kubeletVersion: 'v1.36.3',
          osImage: 'Debian',
          kernelVersion: '6.1',
          architecture: 'amd64',
          containerRuntimeVersion: 'containerd://2.1.4',
        },
      },
    };
    node.metadata.labels = {
      'node-role.kubernetes.io/worker': '',
      'node-role.kubernetes.io/edge': '',
    };
    const { rows } = tableFor(
      { group: '', kind: 'Node', custom: false },
      [node],
      NOW,
    );
    expect(rows[0].cells).toEqual([
      'node-1',
      'NotReady,SchedulingDisabled',
      'edge,worker',
      '90m',
      'v1.36.3',
      '10.0.0.1',
      '<none>',
      'Debian',
      '6.1 (amd64)',
      'containerd://2.1.4',
    ]);
  });

  it('adds up what the containers of a pod use', () => {
    const type = { group: 'metrics.k8s.io', kind: 'PodMetrics', custom: false };
    const metrics = {
      ...stored({ ...exhibits[0], name: 'shop-1' }),
      window: '15s',
      containers: [
        { name: 'app', usage: { cpu: '100n', memory: '20Ki' } },
        { name: 'proxy', usage: { cpu: '20n', memory: '2Ki' } },
      ],
    };
    expect(tableFor(type, [metrics], NOW).rows[0].cells).toEqual([
      'shop-1',
      '120n',
      '22Ki',
      '15s',
    ]);
  });

  it('gives columns to a kind without objects too', () => {
    const table = tableFor(exhibits[0].type, [], NOW);
    expect(table.rows).toEqual([]);
    expect(table.columnDefinitions[0]).toEqual({
      name: 'Name',
      type: 'string',
      format: 'name',
      description: expect.any(String),
      priority: 0,
    });
  });
});
