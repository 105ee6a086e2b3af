import { NotFoundError } from '@backstage/errors';
import type {
  EventList,
  Fleet,
  LogLine,
  LogRequest,
  PodList,
  ReleaseApi,
  RequestOptions,
  RevisionList,
  Workload,
  WorkloadConfig,
  WorkloadList,
  WorkloadRequest,
} from '@pilothouse/plugin-release-common';

/** What a {@link FakeReleaseApi} knows; tests and demos change it and then tell that something changed. */
export interface FakeWorld {
  list: WorkloadList;
  pods: Map<string, PodList>;
  revisions: Map<string, RevisionList>;
  events: Map<string, EventList>;
  configs: Map<string, WorkloadConfig>;
  /** By pod, or by `pod previous`. */
  logs: Map<string, LogLine[]>;
}

/** Answers from a world in memory, as the release backend would. Log streams stay open until they get their end. */
export class FakeReleaseApi implements ReleaseApi {
  world: FakeWorld;
  /** Thrown by every method while it is set. */
  failure: Error | undefined;
  readonly logRequests: LogRequest[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(world: FakeWorld) {
    this.world = world;
  }

  async listWorkloads(): Promise<WorkloadList> {
    return this.#answer(this.world.list);
  }

  async getWorkload(request: WorkloadRequest): Promise<Workload> {
    const { workloads } = this.world.list;
    return this.#answer(workloads.find(({ id }) => id === request.workloadId));
  }

  async listPods({ workloadId }: WorkloadRequest): Promise<PodList> {
    return this.#answer(this.world.pods.get(workloadId));
  }

  async listRevisions({ workloadId }: WorkloadRequest): Promise<RevisionList> {
    return this.#answer(this.world.revisions.get(workloadId));
  }

  async listEvents({ workloadId }: WorkloadRequest): Promise<EventList> {
    return this.#answer(this.world.events.get(workloadId));
  }

  async getConfig({ workloadId }: WorkloadRequest): Promise<WorkloadConfig> {
    return this.#answer(this.world.configs.get(workloadId));
  }

  async *readLogs(
    request: LogRequest,
    options?: RequestOptions,
  ): AsyncGenerator<LogLine, void, void> {
    this.logRequests.push(request);
    const key = `${request.pod}${request.previous ? ' previous' : ''}`;
    const lines = this.#answer(this.world.logs.get(key));
    const signal = options?.signal;
    for (let index = 0; !signal?.aborted; ) {
      if (index < lines.length) {
        const line = lines[index++];
        yield line;
        if ('end' in line) return;
      } else {
        await this.#nextLine(signal);
      }
    }
  }

  async getFleet(): Promise<Fleet> {
    throw new NotFoundError('This world has no fleet');
  }

  /** Adds a line to a log; whoever follows it gets it. */
  log(pod: string, ...lines: LogLine[]): void {
    this.world.logs.set(pod, this.world.logs.get(pod) ?? []);
    this.world.logs.get(pod)?.push(...lines);
    for (const wake of this.#waiting) wake();
  }

  #nextLine(signal: AbortSignal | undefined): Promise<void> {
    return new Promise(resolve => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  #answer<T>(value: T | undefined): T {
    if (this.failure) throw this.failure;
    if (value === undefined) throw new NotFoundError('There is no such thing');
    return value;
  }
}
