import {
  InputError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import type { PodLogEnd, PodLogLine } from '@pilothouse/plugin-clusters-node';
import type { LogLine, LogRequest } from '@pilothouse/plugin-release-common';
import { containersOfPod } from '../details/listPods';
import type { EntityBinding } from '../entity/bindEntity';
import { Slots } from './Slots';
import type { OpenedPod, WorkloadService } from './WorkloadService';

/** Each stream holds a connection to a cluster and one to a browser. */
const STREAMS_EACH = 10;
const STREAMS_ALL = 200;
/** Whoever follows a log must still be allowed to. */
const CHECK_INTERVAL = 30_000;
/** A check that fails for other reasons than a refusal may do so as often in a row. */
const FAILED_CHECKS = 3;
const DEFAULT_TAIL = 500;

interface Options {
  workloads: Pick<WorkloadService, 'openPod'>;
}

/** What {@link PodLogService} has to know of the person who reads. */
export interface LogReader {
  /** Names the reader, to count what each has open. */
  key: string;
  /** Asks anew whether the reader may; rejects if not. */
  check: () => Promise<unknown>;
  /** Aborted when the reader is gone. */
  signal: AbortSignal;
}

/** One log that is being read. */
export interface OpenLog {
  /** What is read, for the audit. */
  container: string;
  /** To be read to its end, or returned from: that gives back what the stream holds. */
  lines: AsyncGenerator<LogLine, void, void>;
}

const REFUSALS = ['NotAllowedError', 'NotFoundError', 'AuthenticationError'];

/** Reads logs of pods for as long as the reader is there and may. */
export class PodLogService {
  readonly #workloads: Options['workloads'];
  readonly #slots = new Slots({ each: STREAMS_EACH, all: STREAMS_ALL });

  constructor(options: Options) {
    this.#workloads = options.workloads;
  }

  /**
   * @throws NotFoundError for a pod that is not the workload's, InputError for a container that is not the pod's,
   * TooManyRequestsError
   */
  async open(
    binding: EntityBinding,
    request: Omit<LogRequest, 'entityRef'>,
    reader: LogReader,
  ): Promise<OpenLog> {
    const { workloadId, pod } = request;
    const opened = await this.#workloads.openPod(binding, workloadId, pod);
    const names = containersOfPod(opened.pod).map(({ name }) => name);
    const container = request.container ?? opened.mainContainer;
    if (!names.includes(container)) {
      throw new InputError(
        `Query parameter container: ${pod} has no container "${container}", but ${names.join(
          ', ',
        )}`,
      );
    }
    const give = this.#slots.take(reader.key);
    const lines = this.#read(opened, { ...request, container }, reader, give);
    return { container, lines };
  }

  async *#read(
    { cluster, namespace }: OpenedPod,
    request: Omit<LogRequest, 'entityRef'> & { container: string },
    reader: LogReader,
    give: () => void,
  ): AsyncGenerator<LogLine, void, void> {
    const revoked = new AbortController();
    const stopChecks = request.follow
      ? watchPermission(reader, () => revoked.abort())
      : () => {};
    try {
      const source = cluster.readPodLog({
        namespace,
        pod: request.pod,
        container: request.container,
        previous: request.previous,
        follow: request.follow,
        tailLines: request.tailLines ?? DEFAULT_TAIL,
        signal: AbortSignal.any([reader.signal, revoked.signal]),
      });
      const end = yield* passedOn(source, cluster.name, revoked.signal);
      yield { end: { code: end, params: {} } };
    } finally {
      stopChecks();
      give();
    }
  }
}

/** Passes lines on, and tells why they ended. */
async function* passedOn(
  source: AsyncGenerator<PodLogLine, PodLogEnd, void>,
  clusterName: string,
  revoked: AbortSignal,
): AsyncGenerator<LogLine, PodLogEnd | 'revoked', void> {
  try {
    const end = yield* source;
    return revoked.aborted ? 'revoked' : end;
  } catch (error) {
    if (revoked.aborted) return 'revoked';
    // That the portal's own account may not read is no fault of the person, who was allowed to.
    if (isError(error) && error.name === 'NotAllowedError') {
      throw new ServiceUnavailableError(
        `The portal itself may not read logs on ${clusterName}`,
        error,
      );
    }
    throw error;
  }
}

/** @returns stops it */
function watchPermission(reader: LogReader, onRevoked: () => void): () => void {
  let failures = 0;
  const timer = setInterval(() => {
    reader.check().then(
      () => {
        failures = 0;
      },
      error => {
        failures += 1;
        const refused = isError(error) && REFUSALS.includes(error.name);
        if (refused || failures >= FAILED_CHECKS) onRevoked();
      },
    );
  }, CHECK_INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}
