import type { Pod } from '../kubernetes/controllers/objects';
import type { KubeObject, LogLine, PodRuntime } from '../kubernetes/types';
import { parseImage } from './images';
import { journeysBetween } from './journeys';
import type { Placement } from './placements';
import { hash, mix, smoothNoise, toUnit, unit } from './random';
import type { Platform } from './service';
import { dotnet } from './voices/dotnet';
import { java } from './voices/java';
import { nginx } from './voices/nginx';
import { node } from './voices/node';
import type { Speaker, Voice } from './voices/voice';
import type { World } from './world';

const SECOND = 1000;

/** What is older has been rotated away by the node. */
const LOGS_KEPT = 3 * 60 * 60 * SECOND;

/** How often a container says something of its own accord. */
const IDLE_EVERY = 30 * SECOND;

/** The longest that a request is under way: its line is written when it is over. */
const LONGEST_REQUEST = 30 * SECOND;

/** A container that dies of its image has said everything by then. */
const LAST_WORDS = 800;

const VOICES: Record<Platform, Voice> = { java, node, dotnet, nginx };

/**
 * Gives the clusters' containers an inside: log lines and the use of memory and CPU, from the same traffic that the
 * rest of the landscape tells about.
 */
export function createPodRuntime(world: World): PodRuntime {
  return {
    logs({ cluster, pod, container, from: asked, to }) {
      if (!isPod(pod)) return [];
      const from = Math.max(asked, world.clock.now() - LOGS_KEPT);
      if (from >= to) return [];
      const placement = placementOf(world, cluster, pod);
      const lines = placement
        ? serviceLines(world, placement, pod, from, to)
        : strangerLines(pod, container, from, to);
      return lines
        .filter(({ time }) => time >= from && time < to)
        .sort((a, b) => a.time - b.time);
    },
    usage({ cluster, pod, at }) {
      if (!isPod(pod)) return { cpuNanocores: 0, memoryBytes: 0 };
      const placement = placementOf(world, cluster, pod);
      const traffic =
        placement &&
        world
          .podTrafficAt(placement, at)
          .find(item => item.pod.name === pod.metadata.name);
      if (traffic) {
        return {
          cpuNanocores: Math.round(traffic.cpuMillis * 1e6),
          memoryBytes: traffic.memoryBytes,
        };
      }
      return useAtRest(pod, placement, at);
    },
  };
}

function isPod(object: KubeObject): object is Pod {
  return object.kind === 'Pod';
}

function placementOf(
  world: World,
  cluster: string,
  { metadata: { namespace, labels } }: Pod,
): Placement | undefined {
  return world.placementOf(cluster, namespace ?? '', labels?.app ?? '');
}

function serviceLines(
  world: World,
  placement: Placement,
  pod: Pod,
  from: number,
  to: number,
): LogLine[] {
  const { service, environment, cluster } = placement;
  const image = parseImage(pod.spec.containers.at(0)?.image ?? '');
  const speaker: Speaker = {
    service,
    pod: pod.metadata.name,
    version: image.tag ?? 'unknown',
    behaviour: image.behaviour,
  };
  const voice = VOICES[service.platform];
  const lines = lifeLines(voice, speaker, pod, from, to);
  const journeys = journeysBetween(
    world,
    { environment, cluster },
    { from: from - LONGEST_REQUEST, to, through: service },
  );
  for (const journey of journeys) {
    for (const visit of journey.visits) {
      const time = visit.time + visit.durationMs;
      if (visit.pod.name !== speaker.pod || time < from || time >= to) continue;
      const texts = visit.failed
        ? voice.fail(speaker, journey, visit)
        : voice.answer(speaker, journey, visit);
      for (const text of texts) lines.push({ time, text });
    }
  }
  return lines;
}

/** What a container says about itself, from its start to its end. */
function lifeLines(
  voice: Voice,
  speaker: Speaker,
  pod: Pod,
  from: number,
  to: number,
): LogLine[] {
  const lines: LogLine[] = [];
  for (const { start, end } of runsOf(pod)) {
    if (start >= to || end <= from) continue;
    for (const { after, text } of voice.start(speaker, start)) {
      if (speaker.behaviour === 'crash' && after > LAST_WORDS / 2) continue;
      lines.push({ time: start + after, text });
    }
    if (speaker.behaviour === 'crash') {
      const time = start + LAST_WORDS;
      for (const text of voice.crash(speaker, time)) lines.push({ time, text });
      continue;
    }
    if (speaker.behaviour === 'dies' && end < Infinity) {
      const time = end - SECOND + LAST_WORDS;
      for (const text of voice.crash(speaker, time)) lines.push({ time, text });
    }
    lines.push(
      ...idleLines(voice, speaker, Math.max(start, from), Math.min(end, to)),
    );
  }
  return lines;
}

function idleLines(
  voice: Voice,
  speaker: Speaker,
  from: number,
  to: number,
): LogLine[] {
  const lines: LogLine[] = [];
  const state = hash(speaker.pod, 'idle');
  // Pods do not speak all at once.
  const shift = state % IDLE_EVERY;
  const first = Math.ceil((from - shift) / IDLE_EVERY);
  for (let turn = first; turn * IDLE_EVERY + shift < to; turn++) {
    const time = turn * IDLE_EVERY + shift;
    const chance = toUnit(mix(state, turn));
    for (const text of voice.idle(speaker, time, chance)) {
      lines.push({ time, text });
    }
  }
  return lines;
}

/** When the pod's main container ran: now, and the time before, as far as its status remembers. */
function runsOf({ status }: Pod): { start: number; end: number }[] {
  const container = status?.containerStatuses?.at(0);
  if (!container) return [];
  const { state, lastState } = container;
  const ended = [lastState.terminated, state.terminated].flatMap(run =>
    run
      ? [{ start: Date.parse(run.startedAt), end: Date.parse(run.finishedAt) }]
      : [],
  );
  return state.running
    ? [...ended, { start: Date.parse(state.running.startedAt), end: Infinity }]
    : ended;
}

/** Lines of a container that no service of the company runs in. */
function strangerLines(
  pod: Pod,
  container: string,
  from: number,
  to: number,
): LogLine[] {
  return runsOf(pod).flatMap(({ start, end }) => {
    const opening = [{ time: start, text: `${container} started` }];
    const lines: LogLine[] = [];
    const begin = Math.max(start, from);
    const every = 60 * SECOND;
    for (
      let time = start + Math.ceil((begin - start + 1) / every) * every;
      time < Math.min(end, to);
      time += every
    ) {
      lines.push({ time, text: `${container} is running` });
    }
    return [...opening, ...lines];
  });
}

function useAtRest(pod: Pod, placement: Placement | undefined, at: number) {
  const running = pod.status?.containerStatuses?.at(0)?.state.running;
  if (!running) return { cpuNanocores: 0, memoryBytes: 0 };
  const memoryMiB = placement ? placement.service.memoryMiB : 256;
  const state = hash(pod.metadata.name, 'rest');
  const part = 0.4 + 0.05 * smoothNoise(state, at, 600 * SECOND);
  return {
    cpuNanocores: Math.round((4 + 12 * unit(pod.metadata.name)) * 1e6),
    memoryBytes: Math.round(memoryMiB * part * 2 ** 20),
  };
}
