import type {
  LogLine,
  LogRequest,
  PodList,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import type { PodLogsApi } from '../src';

const POD: Omit<PodList['pods'][number], 'name' | 'uid' | 'role'> = {
  image: {
    reference: 'registry.yunfan.test/order/order-api:1.4.0',
    repository: 'registry.yunfan.test/order/order-api',
    tag: '1.4.0',
  },
  restarts: 1,
  createdAt: '2026-11-20T08:00:00Z',
  state: 'ready',
  reasons: [],
  containers: [
    {
      name: 'order-api',
      ready: true,
      restarts: 1,
      init: false,
      hasPrevious: true,
    },
  ],
};

/** What a log has; where it is another one each time that it is read, a function of how often it was. */
type FakeLog = readonly LogLine[] | ((times: number) => readonly LogLine[]);

/** One workload on one target, with the pods it is given. Streams stay open until they are told their end. */
export class FakePodLogsApi implements PodLogsApi {
  readonly requests: LogRequest[] = [];
  readonly #logs: ReadonlyMap<string, FakeLog>;
  readonly #target: { environment: string; cluster: string; namespace: string };

  constructor(options: {
    target: { environment: string; cluster: string; namespace: string };
    /** By name of the pod; a canary's has `canary` in it. */
    logs: Record<string, FakeLog>;
  }) {
    this.#target = options.target;
    this.#logs = new Map(Object.entries(options.logs));
  }

  async listWorkloads(): Promise<WorkloadList> {
    const { environment, cluster, namespace } = this.#target;
    return {
      entityRef: 'component:default/order-api',
      environments: [],
      workloads: [
        {
          id: `${environment}/${cluster}/${namespace}/order-api`,
          target: this.#target,
          name: 'order-api',
          state: 'healthy',
          reasons: [],
          drift: false,
        },
      ],
      clusters: [],
      problems: [],
      now: new Date().toISOString(),
    };
  }

  async listPods(): Promise<PodList> {
    const pods = [...this.#logs.keys()].map(name => ({
      ...POD,
      name,
      uid: name,
      role: name.includes('canary')
        ? ('canary' as const)
        : ('release' as const),
    }));
    return { pods, total: pods.length, now: new Date().toISOString() };
  }

  async *readLogs(
    request: LogRequest,
    options?: { signal?: AbortSignal },
  ): AsyncGenerator<LogLine> {
    this.requests.push(request);
    const log = this.#logs.get(request.pod) ?? [];
    const times = this.requests.filter(({ pod }) => pod === request.pod).length;
    for (const line of typeof log === 'function' ? log(times - 1) : log) {
      yield line;
      if ('end' in line) return;
    }
    if (!request.follow) return;
    await new Promise<void>(resolve =>
      options?.signal?.addEventListener('abort', () => resolve()),
    );
  }
}
