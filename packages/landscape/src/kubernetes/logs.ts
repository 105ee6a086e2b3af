import type { Clock } from '../clock';
import { ApiError } from './api-error';
import type {
  ContainerStateTerminated,
  ContainerStatus,
  Pod,
} from './controllers/objects';
import { kinds } from './controllers/objects';
import type { PodLogOptions } from './log-options';
import { resources } from './resources';
import type { KubeApi, KubeObject, LogLine, PodRuntime } from './types';

export { parsePodLogOptions, type PodLogOptions } from './log-options';

export interface PodLogSource {
  api: KubeApi;
  runtime: PodRuntime;
}

export interface PodLogSink {
  write(text: string): void;
  /** There will be no more: the container has ended or the pod is gone. */
  end(): void;
}

// A node keeps this much of a container's log, the rest has been rotated away. The time is a bound on the work: whoever
// makes the lines up has to think through all traffic of that time.
const KEPT_BYTES = 10 * 2 ** 20;
const KEPT_MS = 12 * 60 * 60_000;
const FIRST_LOOK_BACK_MS = 60_000;
const POLL_MS = 500;

/** One instance of a container, and when it wrote: [from, to) in milliseconds. */
interface Instance {
  container: string;
  from: number;
  to: number;
  ended: boolean;
}

/**
 * What a container has written so far.
 *
 * @throws ApiError BadRequest when there is no such container or it has not written anything yet, in the words of the
 * API server or the kubelet
 */
export function readPodLog(
  source: PodLogSource,
  object: KubeObject,
  options: PodLogOptions = {},
): string {
  const pod = asPod(object);
  const instance = findInstance(source.api.clock, pod, options);
  if (!instance) return '';
  return limited(read(source, pod, instance, options), options.limitBytes);
}

/**
 * Writes what a container has written so far, and then goes on until the container ends, the pod is gone, or the
 * returned function is called.
 *
 * @throws ApiError like {@link readPodLog}, before anything is written
 */
export function followPodLog(
  source: PodLogSource,
  object: KubeObject,
  options: PodLogOptions,
  sink: PodLogSink,
): () => void {
  const { api } = source;
  let pod = asPod(object);
  let instance = findInstance(api.clock, pod, options);
  let position = instance?.to ?? 0;
  let room = options.limitBytes ?? Infinity;

  const write = (text: string) => {
    const part = limited(text, room === Infinity ? undefined : room);
    room -= Buffer.byteLength(text);
    if (part) sink.write(part);
  };
  const advance = (present: Instance) => {
    const { container } = present;
    const lines = linesOf(source, pod, container, position, present.to);
    write(format(lines, options));
    position = Math.max(position, present.to);
  };

  write(instance ? read(source, pod, instance, options) : '');
  if (!instance || instance.ended || room <= 0) {
    sink.end();
    return () => undefined;
  }

  let timer = api.clock.after(POLL_MS, tick);
  function tick() {
    const { namespace, name, uid } = pod.metadata;
    const latest = api.get(kinds.pods, namespace, name);
    const gone = latest?.metadata.uid !== uid;
    if (latest && !gone) pod = latest;
    const before = instance;
    instance = gone
      ? before && { ...before, to: api.clock.now(), ended: true }
      : continuation(api.clock, pod, before);
    if (instance) advance(instance);
    if (!instance || instance.ended || room <= 0) sink.end();
    else timer = api.clock.after(POLL_MS, tick);
  }
  return () => timer.cancel();
}

/** The same instance as before at the present time, whatever has become of it. */
function continuation(
  clock: Clock,
  pod: Pod,
  before: Instance | undefined,
): Instance | undefined {
  if (!before) return undefined;
  const status = statusOf(pod, before.container);
  const { running, terminated } = status?.state ?? {};
  if (running && Date.parse(running.startedAt) === before.from) {
    return { ...before, to: clock.now() };
  }
  const ending = terminated ?? status?.lastState.terminated;
  return ending && Date.parse(ending.startedAt) === before.from
    ? endedInstance(before.container, ending)
    : { ...before, ended: true };
}

function findInstance(
  clock: Clock,
  pod: Pod,
  options: PodLogOptions,
): Instance | undefined {
  const container = chooseContainer(pod, options.container);
  // Nothing has been started anywhere: the real server answers with nothing, and no error.
  if (!pod.spec.nodeName) return undefined;
  const status = statusOf(pod, container);
  const refuse = (why: string) =>
    badRequest(`container "${container}" in pod "${pod.metadata.name}" ${why}`);
  if (!status) throw refuse('is not available');
  const { running, terminated, waiting } = status.state;
  const last = status.lastState.terminated;
  if (options.previous) {
    if (last) return endedInstance(container, last);
    throw badRequest(
      `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`,
    );
  }
  if (running) {
    const from = Date.parse(running.startedAt);
    return { container, from, to: clock.now(), ended: false };
  }
  const ending = terminated ?? last;
  if (ending) return endedInstance(container, ending);
  throw refuse(`is waiting to start: ${explainWaiting(waiting?.reason)}`);
}

function endedInstance(
  container: string,
  { startedAt, finishedAt }: ContainerStateTerminated,
): Instance {
  // The end is told in whole seconds, rounded down.
  const to = Date.parse(finishedAt) + 1000;
  return { container, from: Date.parse(startedAt), to, ended: true };
}

function explainWaiting(reason: string | undefined): string {
  switch (reason) {
    case 'ErrImagePull':
      return "image can't be pulled";
    case 'ImagePullBackOff':
      return 'trying and failing to pull image';
    default:
      return reason ?? 'ContainerCreating';
  }
}

function chooseContainer({ metadata, spec }: Pod, wanted?: string): string {
  const names = [...(spec.initContainers ?? []), ...spec.containers].map(
    ({ name }) => name,
  );
  if (wanted) {
    if (names.includes(wanted)) return wanted;
    throw badRequest(
      `container ${wanted} is not valid for pod ${metadata.name}`,
    );
  }
  if (spec.containers.length === 1) return spec.containers[0].name;
  throw badRequest(
    `a container name must be specified for pod ${
      metadata.name
    }, choose one of: [${names.join(' ')}]`,
  );
}

function statusOf(
  { status }: Pod,
  container: string,
): ContainerStatus | undefined {
  return [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
  ].find(({ name }) => name === container);
}

function read(
  source: PodLogSource,
  pod: Pod,
  instance: Instance,
  options: PodLogOptions,
): string {
  const { sinceSeconds, sinceTime, tailLines } = options;
  const now = source.api.clock.now();
  const since =
    sinceTime ?? (sinceSeconds === undefined ? 0 : now - sinceSeconds * 1000);
  const start = Math.max(instance.from, since, instance.to - KEPT_MS);
  // Backwards in growing steps, because a log can be weeks long and mostly its end is wanted.
  let lines: LogLine[] = [];
  let bytes = 0;
  let reach = FIRST_LOOK_BACK_MS;
  let from = instance.to;
  while (from > start && bytes < KEPT_BYTES) {
    if (tailLines !== undefined && lines.length >= tailLines) break;
    const to = from;
    from = Math.max(start, to - reach);
    reach *= 4;
    const part = linesOf(source, pod, instance.container, from, to);
    bytes += part.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    lines = [...part, ...lines];
  }
  const wanted = tailLines === undefined ? lines.length : tailLines;
  return format(lines.slice(Math.max(0, lines.length - wanted)), options);
}

function linesOf(
  { api, runtime }: PodLogSource,
  pod: Pod,
  container: string,
  from: number,
  to: number,
): LogLine[] {
  if (from >= to) return [];
  return runtime.logs({ cluster: api.cluster, pod, container, from, to });
}

function format(lines: LogLine[], { timestamps }: PodLogOptions): string {
  return lines
    .map(({ time, text }) => {
      if (!timestamps) return `${text}\n`;
      const precise = new Date(time).toISOString().replace('Z', '000000Z');
      return `${precise} ${text}\n`;
    })
    .join('');
}

function limited(text: string, bytes: number | undefined): string {
  if (bytes === undefined) return text;
  const kept = Buffer.from(text).subarray(0, Math.max(0, bytes));
  // A character that is cut in two is left out.
  return new TextDecoder().decode(kept, { stream: true });
}

function asPod(object: KubeObject): Pod {
  if (object.kind !== resources.pods.kind) {
    throw new TypeError(`a ${object.kind} has no log`);
  }
  // Stored pods are valid pods.
  return object as Pod;
}

function badRequest(message: string): ApiError {
  return new ApiError('BadRequest', message);
}
