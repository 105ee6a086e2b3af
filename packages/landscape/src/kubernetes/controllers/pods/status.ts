import { createHash } from 'node:crypto';
import { parseImage } from '../../../world/images';
import { findCondition } from '../conditions';
import type {
  Condition,
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodPhase,
  PodStatus,
} from '../objects';
import { formatDuration, timestamp } from '../time';
import { isRunReady, type ContainerRun, type Ending } from './container-run';

/** What the node knows about a pod. */
export interface PodRun {
  readonly startTime: number;
  readonly hostIP: string;
  readonly podIP: string;
  readonly containers: readonly ContainerRun[];
}

/** The status that the kubelet reports for a pod at one moment. */
export function podStatus(pod: Pod, run: PodRun, now: number): PodStatus {
  const started = run.containers.some(({ phase }) => phase !== 'creating');
  const containerStatuses = run.containers.map(container =>
    containerStatus(pod, container, now),
  );
  const { initContainers } = pod.spec;
  const { qosClass } = pod.status ?? {};
  return {
    phase: phaseOf(run),
    conditions: conditionsOf(pod, run, containerStatuses, now),
    hostIP: run.hostIP,
    hostIPs: [{ ip: run.hostIP }],
    ...(started && { podIP: run.podIP, podIPs: [{ ip: run.podIP }] }),
    startTime: timestamp(run.startTime),
    ...(initContainers && {
      initContainerStatuses: initContainers.map(container =>
        initContainerStatus(pod, container, run.startTime),
      ),
    }),
    containerStatuses,
    ...(qosClass && { qosClass }),
  };
}

/** A pod as the kubelet's messages name it. */
export function describePod({ metadata }: Pod): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}

/** How the runtime says that an image is not there. */
export function pullError(image: string): string {
  const { repository, tag = 'latest', digest } = parseImage(image);
  const reference = digest ? `${repository}@${digest}` : `${repository}:${tag}`;
  return (
    `rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": ` +
    `failed to resolve reference "${reference}": ${reference}: not found`
  );
}

function phaseOf({ containers }: PodRun): PodPhase {
  if (containers.some(isYetToStart)) return 'Pending';
  const ended = containers.every(
    ({ phase, until }) => phase === 'exited' && until === Infinity,
  );
  return ended ? 'Failed' : 'Running';
}

function isYetToStart({ phase }: ContainerRun): boolean {
  return ['creating', 'pull-failed', 'pull-backoff'].includes(phase);
}

function conditionsOf(
  pod: Pod,
  run: PodRun,
  statuses: ContainerStatus[],
  now: number,
): Condition[] {
  const unready = statuses
    .filter(({ ready }) => !ready)
    .map(({ name }) => name);
  const readiness: Pick<Condition, 'status' | 'reason' | 'message'> =
    unready.length === 0
      ? { status: 'True' }
      : {
          status: 'False',
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        };
  const sandbox = run.containers.some(({ phase }) => phase !== 'creating');
  const condition = (
    type: string,
    { status, ...why }: Pick<Condition, 'status' | 'reason' | 'message'>,
  ): Condition => {
    const present = findCondition(pod.status?.conditions, type);
    const since =
      present?.status === status ? present.lastTransitionTime : undefined;
    return {
      type,
      status,
      lastProbeTime: null,
      lastTransitionTime: since ?? timestamp(now),
      ...why,
    };
  };
  return [
    condition('PodReadyToStartContainers', {
      status: sandbox ? 'True' : 'False',
    }),
    condition('Initialized', { status: 'True' }),
    condition('Ready', readiness),
    condition('ContainersReady', readiness),
    condition('PodScheduled', { status: 'True' }),
  ];
}

function containerStatus(
  pod: Pod,
  run: ContainerRun,
  now: number,
): ContainerStatus {
  const running = run.phase === 'running';
  const containerID = containerIdOf(pod, run.name, run.instance);
  // An ending is the state while it is the latest news, and the last state from then on.
  const last = run.phase === 'exited' ? run.earlier : run.last;
  return {
    name: run.name,
    image: run.image,
    imageID: isYetToStart(run) ? '' : imageIdOf(run.image),
    ...(!isYetToStart(run) && { containerID }),
    ready: isRunReady(run, now),
    started: running,
    restartCount: run.instance,
    state: stateOf(pod, run),
    lastState: endingState(pod, run.name, last),
  };
}

function stateOf(pod: Pod, run: ContainerRun): ContainerState {
  switch (run.phase) {
    case 'creating':
      return { waiting: { reason: 'ContainerCreating' } };
    case 'pull-failed':
      return {
        waiting: { reason: 'ErrImagePull', message: pullError(run.image) },
      };
    case 'pull-backoff':
      return {
        waiting: {
          reason: 'ImagePullBackOff',
          message: `Back-off pulling image "${
            run.image
          }": ErrImagePull: ${pullError(run.image)}`,
        },
      };
    case 'running':
      return { running: { startedAt: timestamp(run.since) } };
    case 'exited':
      return endingState(pod, run.name, run.last);
    case 'backoff':
    default: {
      const delay = formatDuration(run.until - (run.last?.finishedAt ?? 0));
      return {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off ${delay} restarting failed container=${
            run.name
          } pod=${describePod(pod)}`,
        },
      };
    }
  }
}

function endingState(
  pod: Pod,
  name: string,
  ending: Ending | undefined,
): ContainerState {
  if (!ending) return {};
  return {
    terminated: {
      exitCode: ending.exitCode,
      reason: ending.reason,
      startedAt: timestamp(ending.startedAt),
      finishedAt: timestamp(ending.finishedAt),
      containerID: containerIdOf(pod, name, ending.instance),
    },
  };
}

// Nothing is known about init containers but their names: they have done their work before anybody looks, and
// sidecars among them run for good.
function initContainerStatus(
  pod: Pod,
  { name, image, restartPolicy }: Container,
  startTime: number,
): ContainerStatus {
  const at = timestamp(startTime);
  const containerID = containerIdOf(pod, name, 0);
  const sidecar = restartPolicy === 'Always';
  return {
    name,
    image,
    imageID: imageIdOf(image),
    containerID,
    ready: true,
    started: sidecar,
    restartCount: 0,
    state: sidecar
      ? { running: { startedAt: at } }
      : {
          terminated: {
            exitCode: 0,
            reason: 'Completed',
            startedAt: at,
            finishedAt: at,
            containerID,
          },
        },
    lastState: {},
  };
}

function containerIdOf({ metadata }: Pod, name: string, instance: number) {
  return `containerd://${sha256(`${metadata.uid}/${name}/${instance}`)}`;
}

function imageIdOf(image: string): string {
  const { repository, tag = 'latest', digest } = parseImage(image);
  return `${repository}@${
    digest ?? `sha256:${sha256(`${repository}:${tag}`)}`
  }`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
