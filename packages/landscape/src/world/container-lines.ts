import type { Pod } from '../kubernetes/controllers/objects';
import type { LogLine } from '../kubernetes/types';
import { hostileLines } from './hostile-lines';
import { parseImage } from './images';
import { journeysBetween, type Journey, type Visit } from './journeys';
import type { Placement } from './placements';
import { hash, mix, toUnit } from './random';
import type { Platform } from './service';
import { dotnet } from './voices/dotnet';
import { java } from './voices/java';
import { nginx } from './voices/nginx';
import { node } from './voices/node';
import type { Speaker, Voice } from './voices/voice';
import type { World } from './world';

const SECOND = 1000;

/** How often a container says something of its own accord. */
const IDLE_EVERY = 30 * SECOND;

/** The longest that a request is under way: its line is written when it is over. */
export const LONGEST_REQUEST = 30 * SECOND;

/** A container that dies of its image has said everything by then. */
const LAST_WORDS = 800;

/** All that a program says of its start is said by then. */
const LONGEST_START = 5 * SECOND;

const VOICES: Record<Platform, Voice> = { java, node, dotnet, nginx };

/** When a container ran: [start, end) in milliseconds, without an end while it still does. */
export interface Run {
  start: number;
  end: number;
}

/** A container as far as its log depends on it, whether or not its pod is still there. */
export interface Talker {
  pod: string;
  container: string;
  image: string;
  runs: readonly Run[];
}

/** When the pod's main container ran: now, and the time before, as far as its status remembers. */
export function runsOf({ status }: Pod): Run[] {
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

/** A line, and who wrote it. */
export interface SpokenLine<T extends Talker = Talker> extends LogLine {
  talker: T;
  /** What the line says about its own time, if that is wrong. */
  claims?: number;
}

/**
 * What the containers of a service on one target wrote in [from, to), oldest first; lines of one container and one
 * millisecond stand in the order in which it wrote them.
 */
export function serviceLines<T extends Talker>(
  world: World,
  placement: Placement,
  talkers: readonly T[],
  { from, to }: { from: number; to: number },
): SpokenLine<T>[] {
  const { service, environment, cluster } = placement;
  const voice = VOICES[service.platform];
  const lines: SpokenLine<T>[] = [];
  const speakers = new Map<string, { talker: T; speaker: Speaker }>();
  for (const talker of talkers) {
    const image = parseImage(talker.image);
    const speaker: Speaker = {
      service,
      pod: talker.pod,
      version: image.tag ?? 'unknown',
      behaviour: image.behaviour,
    };
    speakers.set(talker.pod, { talker, speaker });
    for (const line of lifeLines(voice, speaker, talker.runs, from, to)) {
      lines.push({ ...line, talker });
    }
    for (const line of hostileLines(placement, talker, from, to)) {
      lines.push({ ...line, talker });
    }
  }
  const journeys = journeysBetween(
    world,
    { environment, cluster },
    { from: from - LONGEST_REQUEST, to, through: service },
  );
  for (const journey of journeys) {
    for (const visit of journey.visits) {
      const time = visit.time + visit.durationMs;
      if (time < from || time >= to) continue;
      const said = speakers.get(visit.pod.name);
      if (!said || visit.service.name !== service.name) continue;
      for (const text of visitLines(voice, said.speaker, journey, visit)) {
        lines.push({ time, text, talker: said.talker });
      }
    }
  }
  return lines
    .filter(({ time }) => time >= from && time < to)
    .sort((a, b) => a.time - b.time);
}

function visitLines(
  voice: Voice,
  speaker: Speaker,
  journey: Journey,
  visit: Visit,
): string[] {
  return visit.failed
    ? voice.fail(speaker, journey, visit)
    : voice.answer(speaker, journey, visit);
}

/** What a container says about itself, from its start to its end. */
function lifeLines(
  voice: Voice,
  speaker: Speaker,
  runs: readonly Run[],
  from: number,
  to: number,
): LogLine[] {
  const lines: LogLine[] = [];
  for (const { start, end } of runs) {
    if (start >= to || end <= from) continue;
    if (from < start + LONGEST_START) {
      for (const { after, text } of voice.start(speaker, start)) {
        if (speaker.behaviour === 'crash' && after > LAST_WORDS / 2) continue;
        lines.push({ time: start + after, text });
      }
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

/** What a container that no service of the company runs in wrote in [from, to), oldest first. */
export function strangerLines<T extends Talker>(
  talker: T,
  { from, to }: { from: number; to: number },
): SpokenLine<T>[] {
  const { container, runs } = talker;
  return runs
    .flatMap(({ start, end }) => {
      const lines = [{ time: start, text: `${container} started`, talker }];
      const begin = Math.max(start, from);
      const every = 60 * SECOND;
      for (
        let time = start + Math.ceil((begin - start + 1) / every) * every;
        time < Math.min(end, to);
        time += every
      ) {
        lines.push({ time, text: `${container} is running`, talker });
      }
      return lines;
    })
    .filter(({ time }) => time >= from && time < to)
    .sort((a, b) => a.time - b.time);
}
