import { isDeepStrictEqual } from 'node:util';
import type { ControllerContext } from '../context';
import { keyOf, kinds, type Container, type Pod } from '../objects';
import { parseDuration } from '../time';
import { AddressPool } from './addresses';
import { isTerminal } from './conditions';
import { advance, createContainer, nextChange } from './container-run';
import { reportChanges, reportStopping, reportUnready } from './kubelet-events';
import { podStatus, type PodRun } from './status';

const READY_AFTER = 'real/ready-after';

const MANAGER = 'kubelet';

// Containers stop by themselves within this time; a kubelet kills them only when their grace period is over.
const STOPPING_MS = 500;

const PROBE_PERIOD_MS = 30_000;

/** Runs the pods that have a node: starts, restarts and stops their containers, and reports their status. */
export function startKubelets(context: ControllerContext): void {
  const { pods, nodes, api, clock, random } = context;
  const runs = new Map<string, PodRun>();
  /** When pods that are being deleted will have stopped. */
  const stopping = new Map<string, number>();
  const addresses = new AddressPool();

  const queue = context.queue(key => {
    const pod = pods.get(key);
    if (!pod?.spec.nodeName) return;
    if (pod.metadata.deletionTimestamp) stop(pod);
    else if (!isTerminal(pod)) run(pod, pod.spec.nodeName);
  });

  function run(pod: Pod, nodeName: string): void {
    const now = clock.now();
    const before = runs.get(pod.metadata.uid);
    const restarts = pod.spec.restartPolicy !== 'Never';
    const present = before ?? admit(pod, nodeName);
    const next: PodRun = {
      ...present,
      containers: present.containers.map(container =>
        advance(container, now, restarts),
      ),
    };
    runs.set(pod.metadata.uid, next);
    // Of a long past nobody wants to know how it came to what it came to.
    if (!context.fastForward() || !getsReady(next, now)) {
      writeStatus(pod, next, now);
    }
    reportChanges(context, pod, present, next);
    noteUnready(pod, next);
    const wakeAt = Math.min(
      ...next.containers.map(container => nextChange(container, now)),
    );
    if (wakeAt < Infinity) queue.addAfter(keyOf(pod), wakeAt - now);
  }

  function writeStatus(pod: Pod, present: PodRun, now: number): void {
    const status = podStatus(pod, present, now);
    if (isDeepStrictEqual(status, pod.status)) return;
    api.update(
      kinds.pods,
      { ...pod, status },
      { manager: MANAGER, subresource: 'status' },
    );
  }

  function noteUnready(pod: Pod, { containers }: PodRun): void {
    if (context.fastForward()) return;
    const unready = containers.find(
      ({ phase, behaviour }) =>
        phase === 'running' && behaviour === 'neverready',
    );
    const container = pod.spec.containers.find(
      ({ name, readinessProbe }) => name === unready?.name && readinessProbe,
    );
    if (!unready || !container) return;
    if (clock.now() >= unready.since + PROBE_PERIOD_MS) {
      reportUnready(context, pod, container);
    }
    queue.addAfter(keyOf(pod), PROBE_PERIOD_MS);
  }

  function admit(pod: Pod, nodeName: string): PodRun {
    const now = clock.now();
    const node = nodes.get(nodeName);
    const creation = context.fastForward()
      ? 0
      : 400 + Math.round(random() * 500);
    return {
      startTime: now,
      hostIP:
        node?.status?.addresses?.find(({ type }) => type === 'InternalIP')
          ?.address ?? '',
      podIP: addresses.take(nodeName, node?.spec.podCIDR),
      containers: pod.spec.containers.map(container =>
        createContainer(container, now, {
          creation,
          readyDelay: readyDelay(pod, container, creation),
        }),
      ),
    };
  }

  function readyDelay(pod: Pod, container: Container, creation: number) {
    const asked = parseDuration(pod.metadata.annotations?.[READY_AFTER] ?? '');
    if (context.fastForward()) return asked ?? 0;
    // No two pods take exactly the same time.
    const jitter = Math.round(random() * 300);
    // Counted from the pod's start, so that it is the whole time until the pod is ready.
    if (asked !== undefined) return Math.max(0, asked - creation) + jitter;
    const delay = container.readinessProbe?.initialDelaySeconds ?? 0;
    return delay * 1000 + 700 + jitter;
  }

  /** Lets the containers stop, then takes the pod away. */
  function stop(pod: Pod): void {
    const { namespace, name, uid, deletionGracePeriodSeconds } = pod.metadata;
    const now = clock.now();
    const known = stopping.get(uid);
    const wanted =
      Math.max(...pod.spec.containers.map(preStopTime)) + STOPPING_MS;
    const grace = (deletionGracePeriodSeconds ?? 30) * 1000;
    const doneAt = Math.min(known ?? Infinity, now + Math.min(wanted, grace));
    stopping.set(uid, doneAt);
    if (known === undefined && runs.has(uid)) reportStopping(context, pod);
    if (runs.has(uid) && doneAt > now) {
      queue.addAfter(keyOf(pod), doneAt - now);
      return;
    }
    api.delete(kinds.pods, namespace, name, {
      gracePeriodSeconds: 0,
      preconditions: { uid },
    });
  }

  pods.subscribe(({ type, object, previous }) => {
    const { uid, deletionTimestamp } = object.metadata;
    if (type === 'DELETED') {
      const ended = runs.get(uid);
      if (ended) addresses.giveBack(object.spec.nodeName ?? '', ended.podIP);
      runs.delete(uid);
      stopping.delete(uid);
      return;
    }
    const assigned = object.spec.nodeName && !runs.has(uid);
    const condemned =
      deletionTimestamp !== previous?.metadata.deletionTimestamp;
    if (assigned || condemned) queue.add(keyOf(object));
  });
}

/** Whether containers are on their way to be ready, and nothing is wrong with any. */
function getsReady({ containers }: PodRun, now: number): boolean {
  return (
    containers.every(
      ({ phase, readyAt }) => phase === 'running' && readyAt < Infinity,
    ) && containers.some(({ readyAt }) => readyAt > now)
  );
}

// `preStop: sleep` as a field, or as the command that people write.
function preStopTime({ lifecycle }: Container): number {
  const { sleep, exec } = lifecycle?.preStop ?? {};
  if (sleep) return sleep.seconds * 1000;
  const command = exec?.command?.join(' ') ?? '';
  return Number(/\bsleep (\d+)/.exec(command)?.[1] ?? 0) * 1000;
}
