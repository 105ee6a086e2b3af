import {
  InputError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import type { PodLogEnd, PodLogLine } from '@pilothouse/plugin-clusters-node';
import type { LogLine, LogRequest } from '@pilothouse/plugin-release-common';
import { containersOfPod } from '../details/listPods';
import type { EntityBinding } from '../entity/bindEntity';
import { confirmRepeatedly } from './confirmRepeatedly';
import { Slots } from './Slots';
import type { OpenedPod, WorkloadService } from './WorkloadService';

/** Each stream holds a connection to a cluster and one to a browser. */
const STREAMS_EACH = 10;
const STREAMS_ALL = 200;
/** Of the connections that may follow on one cluster, so that a few people cannot take them all. */
const FOLLOWS_EACH = 4;
/** By then a cluster has ended its part; who has not taken it all by now takes the place of others. */
const READ_WITHIN = 90_000;
const FOLLOWED_WITHIN = 65 * 60_000;
const DEFAULT_TAIL = 500;

interface Options {
  workloads: Pick<WorkloadService, 'openPod' | 'holdOnPod'>;
}

/** What {@link PodLogService} has to know of the person who reads. */
export interface LogReader {
  /** Names the reader, to count what each has open. */
  key: string;
  /** Asks anew whether the reader may, and what the entity is bound to now; rejects if not. */
  check: () => Promise<EntityBinding>;
  /** Aborted when the reader is gone. */
  signal: AbortSignal;
}

/** One log that is being read. */
export interface OpenLog {
  /** What is read, for the audit. */
  container: string;
  /** To be read to its end, or returned from: that gives back what the stream holds. */
  lines: AsyncGenerator<LogLine, void, void>;
  /** Aborted when the reader may have no more, even of what is on its way. */
  over: AbortSignal;
}

/** Why a stream is ended by us. */
const ENDINGS = ['revoked', 'container-ended', 'limit'] as const;
type Ending = (typeof ENDINGS)[number];

const REFUSALS = ['NotAllowedError', 'NotFoundError', 'AuthenticationError'];

/** Reads logs of pods for as long as the reader is there and may. */
export class PodLogService {
  readonly #workloads: Options['workloads'];
  readonly #slots = new Slots({ each: STREAMS_EACH, all: STREAMS_ALL });
  readonly #follows = new Slots({ each: FOLLOWS_EACH, all: STREAMS_ALL });

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
    // An earlier run says nothing more.
    const follow = Boolean(request.follow) && !request.previous;
    const give = this.#take(reader.key, opened.cluster.name, follow);
    const stop = new AbortController();
    const lines = this.#read(
      opened,
      { ...request, follow, container },
      { ...reader, stop },
      give,
    );
    return { container, lines, over: stop.signal };
  }

  #take(reader: string, cluster: string, follow: boolean): () => void {
    const give = this.#slots.take(reader);
    if (!follow) return give;
    try {
      const stopFollowing = this.#follows.take(
        JSON.stringify([reader, cluster]),
        `logs followed on ${cluster}`,
      );
      return () => {
        stopFollowing();
        give();
      };
    } catch (error) {
      give();
      throw error;
    }
  }

  async *#read(
    opened: OpenedPod,
    request: Omit<LogRequest, 'entityRef'> & { container: string },
    reader: LogReader & { stop: AbortController },
    give: () => void,
  ): AsyncGenerator<LogLine, void, void> {
    const { cluster, namespace } = opened;
    const { signal } = reader.stop;
    const stopChecks = request.follow
      ? confirmRepeatedly(
          () => this.#endingOf(opened, request.workloadId, reader),
          (ending: Ending) => reader.stop.abort(ending),
          'revoked',
        )
      : () => {};
    const deadline = setTimeout(
      () => reader.stop.abort('limit'),
      request.follow ? FOLLOWED_WITHIN : READ_WITHIN,
    );
    deadline.unref();
    try {
      const source = cluster.readPodLog({
        namespace,
        pod: request.pod,
        container: request.container,
        previous: request.previous,
        follow: request.follow,
        tailLines: request.tailLines ?? DEFAULT_TAIL,
        signal: AbortSignal.any([reader.signal, signal]),
      });
      const end = yield* passedOn(source, cluster.name, signal);
      yield { end: { code: end, params: {} } };
    } finally {
      clearTimeout(deadline);
      stopChecks();
      give();
    }
  }

  /** Whether the reader may still, and the pod is still what was opened; nothing while both hold. */
  async #endingOf(
    { pod }: OpenedPod,
    workloadId: string,
    reader: LogReader,
  ): Promise<Ending | undefined> {
    try {
      const binding = await reader.check();
      const hold = await this.#workloads.holdOnPod(binding, workloadId, pod);
      if (hold === 'owned') return undefined;
      return hold === 'gone' ? 'container-ended' : 'revoked';
    } catch (error) {
      if (isError(error) && REFUSALS.includes(error.name)) return 'revoked';
      throw error;
    }
  }
}

/** Passes lines on, and tells why they ended. */
async function* passedOn(
  source: AsyncGenerator<PodLogLine, PodLogEnd, void>,
  clusterName: string,
  stop: AbortSignal,
): AsyncGenerator<LogLine, PodLogEnd | Ending, void> {
  const ending = () =>
    ENDINGS.find(code => code === stop.reason) ?? 'container-ended';
  try {
    for (;;) {
      const { done, value } = await source.next();
      // What was read before the end, and not yet told, may not be told any more.
      if (stop.aborted) return ending();
      if (done) return value;
      yield value;
    }
  } catch (error) {
    if (stop.aborted) return ending();
    // That the portal's own account may not read is no fault of the person, who was allowed to.
    if (isError(error) && error.name === 'NotAllowedError') {
      throw new ServiceUnavailableError(
        `The portal itself may not read logs on ${clusterName}`,
        error,
      );
    }
    throw error;
  } finally {
    await source.return('container-ended');
  }
}
