import type { KubeObject } from '../types';
import { age, name, text, wide, type Column } from './column';
import { since } from './duration';
import {
  conditionAt,
  fieldsAt,
  listAt,
  numberAt,
  textAt,
  valueAt,
  type Fields,
} from './read';

/** What the columns Ready, Status and Restarts say about a pod. */
interface PodSummary {
  ready: number;
  total: number;
  status: string;
  restarts: number;
  /** When a container last ended before it was started again. */
  restartedAt?: string;
}

function summarize(pod: KubeObject): PodSummary {
  const statuses = listAt(pod, 'status.containerStatuses');
  const sidecars = listAt(pod, 'spec.initContainers').filter(isSidecar);
  const sidecarStatuses = listAt(pod, 'status.initContainerStatuses').filter(
    status => sidecars.some(container => container.name === status.name),
  );
  const pending = initialization(pod);
  const initialized = !pending || conditionAt(pod, 'Initialized') === 'True';
  // While init containers run, their restarts are what a reader wants to see; afterwards only those that stay count.
  const counted = initialized
    ? [...sidecarStatuses, ...statuses]
    : listAt(pod, 'status.initContainerStatuses');
  return {
    ready:
      sidecarStatuses.filter(isReadySidecar).length +
      (initialized ? statuses.filter(isReadyAndRunning).length : 0),
    total: listAt(pod, 'spec.containers').length + sidecars.length,
    status:
      ending(pod) ??
      (initialized ? runningStatus(pod, pending, statuses) : pending),
    restarts: counted.reduce(
      (sum, status) => sum + numberAt(status, 'restartCount'),
      0,
    ),
    restartedAt: counted
      .flatMap(
        status => textAt(status, 'lastState.terminated.finishedAt') ?? [],
      )
      .sort()
      .at(-1),
  };
}

/** The status of a pod on its way out. */
function ending(pod: KubeObject): string | undefined {
  if (!pod.metadata.deletionTimestamp) return undefined;
  if (textAt(pod, 'status.reason') === 'NodeLost') return 'Unknown';
  const phase = textAt(pod, 'status.phase');
  return phase === 'Succeeded' || phase === 'Failed'
    ? undefined
    : 'Terminating';
}

/** `Init:…` for the first init container that has not done its work; undefined when all have. */
function initialization(pod: KubeObject): string | undefined {
  const containers = listAt(pod, 'spec.initContainers');
  const statuses = listAt(pod, 'status.initContainerStatuses');
  const index = statuses.findIndex(status => {
    const container = containers.find(({ name: own }) => own === status.name);
    const settled =
      container && isSidecar(container)
        ? valueAt(status, 'started') === true
        : false;
    return !settled && !endedWell(status);
  });
  if (index < 0) return undefined;
  const terminated = terminationReason(statuses[index]);
  if (terminated) return `Init:${terminated}`;
  const waiting = textAt(statuses[index], 'state.waiting.reason');
  return waiting && waiting !== 'PodInitializing'
    ? `Init:${waiting}`
    : `Init:${index}/${containers.length}`;
}

/** The status once containers run: the trouble of the first container that has one, else the phase. */
function runningStatus(
  pod: KubeObject,
  pending: string | undefined,
  statuses: Fields[],
): string {
  const gated = listAt(pod, 'status.conditions').some(
    condition =>
      condition.type === 'PodScheduled' &&
      condition.reason === 'SchedulingGated',
  );
  const troubles = statuses.flatMap(
    status =>
      textAt(status, 'state.waiting.reason') ?? terminationReason(status) ?? [],
  );
  const status =
    troubles[0] ??
    pending ??
    (gated ? 'SchedulingGated' : undefined) ??
    textAt(pod, 'status.reason') ??
    textAt(pod, 'status.phase') ??
    '';
  if (status !== 'Completed') return status;
  // A container that is done does not make its pod done while another one still runs.
  const running = statuses.some(isReadyAndRunning);
  if (running && conditionAt(pod, 'Ready') === 'True') return 'Running';
  const failed = statuses.find(
    container => numberAt(container, 'state.terminated.exitCode') !== 0,
  );
  if (failed) return terminationReason(failed) ?? status;
  return running ? 'NotReady' : status;
}

function terminationReason(status: Fields): string | undefined {
  const terminated = fieldsAt(status, 'state.terminated');
  if (!terminated) return undefined;
  const reason = textAt(terminated, 'reason');
  if (reason) return reason;
  const signal = numberAt(terminated, 'signal');
  return signal
    ? `Signal:${signal}`
    : `ExitCode:${numberAt(terminated, 'exitCode')}`;
}

function isSidecar(container: Fields): boolean {
  return container.restartPolicy === 'Always';
}

function endedWell(status: Fields): boolean {
  const terminated = fieldsAt(status, 'state.terminated');
  return terminated !== undefined && numberAt(terminated, 'exitCode') === 0;
}

function isReadyAndRunning(status: Fields): boolean {
  return status.ready === true && !!fieldsAt(status, 'state.running');
}

function isReadySidecar(status: Fields): boolean {
  return status.started === true && status.ready === true;
}

function restarts(pod: KubeObject, now: number): string {
  const { restarts: count, restartedAt } = summarize(pod);
  return count && restartedAt
    ? `${count} (${since(restartedAt, now)} ago)`
    : String(count);
}

function readinessGates(pod: KubeObject): string {
  const gates = listAt(pod, 'spec.readinessGates');
  const open = gates.filter(
    gate => conditionAt(pod, textAt(gate, 'conditionType') ?? '') === 'True',
  );
  return gates.length ? `${open.length}/${gates.length}` : '<none>';
}

export const pods: Column[] = [
  name,
  text('Ready', 'Ready containers of all containers.', pod => {
    const { ready, total } = summarize(pod);
    return `${ready}/${total}`;
  }),
  text(
    'Status',
    'The state of the containers in one word.',
    pod => summarize(pod).status,
  ),
  text(
    'Restarts',
    'How often containers were restarted, and when last.',
    restarts,
  ),
  age,
  wide(
    text(
      'IP',
      'Address of the pod.',
      pod => textAt(listAt(pod, 'status.podIPs')[0] ?? {}, 'ip') ?? '<none>',
    ),
  ),
  wide(
    text(
      'Node',
      'Node on which the pod runs.',
      pod => textAt(pod, 'spec.nodeName') ?? '<none>',
    ),
  ),
  wide(
    text(
      'Nominated Node',
      'Node on which room is being made for the pod.',
      pod => textAt(pod, 'status.nominatedNodeName') ?? '<none>',
    ),
  ),
  wide(
    text(
      'Readiness Gates',
      'Readiness gates that are open, of all.',
      readinessGates,
    ),
  ),
];
