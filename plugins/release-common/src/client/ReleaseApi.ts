import type { RequestOptions } from '@pilothouse/pilothouse-common';
import type {
  EventList,
  LogLine,
  PodList,
  RevisionList,
  WorkloadConfig,
} from '../model/details';
import type { Fleet } from '../model/fleet';
import type { Workload, WorkloadList } from '../model/workload';

/** Names one workload as seen by one entity: what the reader may do is decided on the entity. */
export interface WorkloadRequest {
  entityRef: string;
  /** `<environment>/<cluster>/<namespace>/<deployment>` */
  workloadId: string;
}

export interface LogRequest extends WorkloadRequest {
  pod: string;
  /** The one named like the service, or the first, when missing. */
  container?: string;
  /** Of the container's run before the present one. */
  previous?: boolean;
  follow?: boolean;
  /** From the end, 1 to 5,000; 500 when missing. */
  tailLines?: number;
}

/**
 * Reads what runs where. Every method rejects with a `ResponseError` for an answer of 4xx or 5xx, and with an
 * `UnexpectedAnswerError` when the answer is not what the schema says.
 */
export interface ReleaseApi {
  listWorkloads(
    request: { entityRef: string },
    options?: RequestOptions,
  ): Promise<WorkloadList>;
  getWorkload(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<Workload>;
  listPods(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<PodList>;
  listRevisions(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<RevisionList>;
  listEvents(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<EventList>;
  getConfig(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<WorkloadConfig>;
  /**
   * Yields lines as they come; ends when the stream does, after a line with `end`. Stopping early, or aborting, ends the
   * stream; an abort rejects with an `AbortError`, as fetch does.
   */
  readLogs(
    request: LogRequest,
    options?: RequestOptions,
  ): AsyncIterable<LogLine>;
  getFleet(
    request: { owned?: boolean; since?: string },
    options?: RequestOptions,
  ): Promise<Fleet>;
}
