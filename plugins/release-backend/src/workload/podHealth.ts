import type { Message, PodState } from '@pilothouse/plugin-release-common';
import { capped, timeOf, type Pod } from './objects';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A restart is told for so long after the pod has come up again. */
const RESTART_IS_NEWS = 10 * MINUTE;
/** So long a container that runs and is not ready counts as coming up. */
const COMES_UP_WITHIN = MINUTE;
/** A scheduler that finds no node at once may still get one from an autoscaler. */
const NODE_COMES_WITHIN = MINUTE;

const IMAGE_REASONS = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);
/** Reasons for waiting that are part of every start. */
const NORMAL_WAITS = new Set(['ContainerCreating', 'PodInitializing']);

type ContainerStatus = NonNullable<
  NonNullable<Pod['status']>['containerStatuses']
>[number];

/** How a pod is, and why. */
export interface PodHealth {
  state: PodState;
  /** The most telling first. */
  reasons: Message[];
  /** Something failed that waiting alone does not mend. */
  failing: boolean;
  /** When the same pod has to be looked at again, because time has passed; milliseconds since the epoch. */
  changesAt: number;
}

interface Options {
  now: number;
  /** How long a container that runs may take until it is ready. */
  deadlineMs: number;
}

/** Waits for nothing: only the cluster can change it. */
const NEVER = Number.POSITIVE_INFINITY;

function restartParams(pod: string, status: ContainerStatus) {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  return {
    pod,
    exitCode: ended?.exitCode ?? 0,
    reason: capped(ended?.reason),
    restarts: status.restartCount,
  };
}

/** Whether a container comes up and dies again and again; between two deaths it runs for a moment. */
function crashes(status: ContainerStatus, init: boolean, now: number): boolean {
  const { waiting, terminated, running } = status.state ?? {};
  if (waiting?.reason === 'CrashLoopBackOff') return true;
  if (terminated) return !init || terminated.exitCode !== 0;
  if (!running || status.ready || status.restartCount < 2) return false;
  const startedAt = timeOf(running.startedAt) ?? now;
  return now - startedAt < COMES_UP_WITHIN;
}

/** Why a container does not start or stay, if so. */
function failureOf(
  pod: string,
  status: ContainerStatus,
  init: boolean,
  now: number,
): Message | undefined {
  if (crashes(status, init, now)) {
    return { code: 'crash-loop', params: restartParams(pod, status) };
  }
  const reason = status.state?.waiting?.reason;
  if (!reason || NORMAL_WAITS.has(reason)) return undefined;
  if (IMAGE_REASONS.has(reason)) {
    const image = capped(status.image);
    return { code: 'image-pull', params: { pod, image } };
  }
  return { code: 'cannot-start', params: { pod, reason: capped(reason) } };
}

/** The latest restart that is news, of a pod that is up again. */
function restartOf(pod: string, statuses: ContainerStatus[], now: number) {
  let latest = -NEVER;
  let message: Message | undefined;
  for (const status of statuses) {
    const endedAt = timeOf(status.lastState?.terminated?.finishedAt);
    if (endedAt === undefined || endedAt <= latest) continue;
    latest = endedAt;
    message = { code: 'restarted', params: restartParams(pod, status) };
  }
  return now < latest + RESTART_IS_NEWS
    ? { message, until: latest + RESTART_IS_NEWS }
    : undefined;
}

function conditionOf(pod: Pod, type: string) {
  return pod.status?.conditions?.find(condition => condition.type === type);
}

/** A pod whose containers run and that is not ready. */
function notReady(
  pod: Pod,
  name: string,
  statuses: ContainerStatus[],
  { now, deadlineMs }: Options,
): PodHealth {
  const reasons: Message[] = [{ code: 'not-ready', params: { pod: name } }];
  const startedAt = Math.max(
    ...statuses.map(({ state }) => timeOf(state?.running?.startedAt) ?? -NEVER),
  );
  // The condition is set when the pod is made; a later change means that it was ready, and is not any more.
  const changedAt = timeOf(conditionOf(pod, 'Ready')?.lastTransitionTime);
  if (changedAt !== undefined && changedAt > startedAt) {
    return { state: 'not-ready', reasons, failing: true, changesAt: NEVER };
  }
  if (now < startedAt + COMES_UP_WITHIN) {
    return {
      state: 'starting',
      reasons: [],
      failing: false,
      changesAt: startedAt + COMES_UP_WITHIN,
    };
  }
  const deadline = startedAt + Math.max(deadlineMs, COMES_UP_WITHIN);
  const failing = now >= deadline;
  const changesAt = failing ? NEVER : deadline;
  return { state: 'not-ready', reasons, failing, changesAt };
}

function pending(pod: Pod, name: string, now: number): PodHealth {
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable') {
    return { state: 'starting', reasons: [], failing: false, changesAt: NEVER };
  }
  const since = timeOf(scheduled.lastTransitionTime) ?? now;
  const failing = now >= since + NODE_COMES_WITHIN;
  return {
    state: failing ? 'failed' : 'starting',
    reasons: [{ code: 'unschedulable', params: { pod: name } }],
    failing,
    changesAt: failing ? NEVER : since + NODE_COMES_WITHIN,
  };
}

/** Tells how a pod is from its status alone. */
export function podHealth(pod: Pod, options: Options): PodHealth {
  const { now } = options;
  const { phase, reason } = pod.status ?? {};
  const name = capped(pod.metadata?.name);
  const settled = (state: PodState, ...reasons: Message[]): PodHealth => ({
    state,
    reasons,
    failing: false,
    changesAt: NEVER,
  });
  if (pod.metadata?.deletionTimestamp) return settled('terminating');
  if (phase === 'Succeeded') return settled('succeeded');
  if (phase === 'Failed') {
    // Its ReplicaSet has another in its place: it is there to be read, not to be counted.
    const params = { pod: name, reason: capped(reason) };
    return settled('failed', { code: 'cannot-start', params });
  }
  if (phase === 'Unknown') return settled('unknown');

  const init = pod.status?.initContainerStatuses ?? [];
  const main = pod.status?.containerStatuses ?? [];
  const failures = [
    ...init.map(status => failureOf(name, status, true, now)),
    ...main.map(status => failureOf(name, status, false, now)),
  ].filter(failure => failure !== undefined);
  if (failures.length > 0) {
    const flickers = main.some(({ state, ready }) => state?.running && !ready);
    return {
      state: 'failed',
      reasons: failures,
      failing: true,
      changesAt: flickers ? now + COMES_UP_WITHIN : NEVER,
    };
  }

  const running = main.length > 0 && main.every(({ state }) => state?.running);
  if (!running) return pending(pod, name, now);
  const restart = restartOf(name, [...init, ...main], now);
  const health =
    conditionOf(pod, 'Ready')?.status === 'True'
      ? settled('ready')
      : notReady(pod, name, main, options);
  return {
    ...health,
    reasons: [
      ...health.reasons,
      ...(restart?.message ? [restart.message] : []),
    ],
    changesAt: Math.min(health.changesAt, restart?.until ?? NEVER),
  };
}
