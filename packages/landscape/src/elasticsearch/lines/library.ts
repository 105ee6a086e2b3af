import {
  serviceLines,
  strangerLines,
  type SpokenLine,
} from '../../world/container-lines';
import type { EnvironmentName } from '../../world/company';
import { AHEAD, hostileLines } from '../../world/hostile-lines';
import type { Placement } from '../../world/placements';
import { hash } from '../../world/random';
import type { World } from '../../world/world';
import { indexName } from '../fields';
import { levelOf, MINUTE, traceIdOf, type Block, type Line } from './block';
import type { Writer, Writers } from './writers';

const DAY = 24 * 60 * MINUTE;

/** So much of what has been thought up is remembered, in about as many bytes. */
const CACHE_BYTES = 48 * 2 ** 20;

/** How much of the past is thought up at once. */
const STRETCH = 10 * MINUTE;

/** A line costs more than its letters. */
const OVERHEAD = 180;

/** Space for the lines of a millisecond, and to keep pods that were made in the same second apart. */
const OFFSETS_PER_MS = 2 ** 14;
const LINES_PER_MS = 2 ** 5;

/** Whose lines are thought up together: a service on a target, or a namespace's other containers. */
export interface Source {
  id: string;
  environment: EnvironmentName;
  placement?: Placement;
  writers: readonly Writer[];
}

/** Every line that the company's containers have written, by source and minute, made when somebody reads it. */
export class Library {
  readonly #world: World;
  readonly #writers: Writers;
  readonly #blocks = new Map<string, Block>();
  readonly #indexNames = new Map<string, string>();
  #bytes = 0;

  constructor(world: World, writers: Writers) {
    this.#world = world;
    this.#writers = writers;
  }

  now(): number {
    return this.#world.clock.now();
  }

  /** The index of a minute. */
  indexOf(environment: EnvironmentName, minute: number): string {
    const day = Math.floor(minute / DAY);
    const key = `${environment}/${day}`;
    const known = this.#indexNames.get(key);
    if (known) return known;
    const name = indexName(environment, minute);
    this.#indexNames.set(key, name);
    return name;
  }

  /** Labels that pods have or had. */
  labels(): Set<string> {
    const names = new Set<string>();
    for (const { labels } of this.#writers.all()) {
      for (const name of Object.keys(labels)) names.add(name);
    }
    return names;
  }

  /** Sources with one of these writers; each comes with all of its own. */
  sources(wanted: (writer: Writer) => boolean): Source[] {
    const sources = new Map<string, Source & { writers: Writer[] }>();
    const hits = new Set<Source>();
    for (const writer of this.#writers.all()) {
      const { cluster, namespace, environment, labels } = writer;
      const placement = this.#world.placementOf(
        cluster,
        namespace,
        labels.app ?? '',
      );
      const id = placement?.id ?? `${cluster}/${namespace}`;
      const source = sources.get(id) ?? {
        id,
        environment,
        placement,
        writers: [],
      };
      source.writers.push(writer);
      sources.set(id, source);
      if (wanted(writer)) hits.add(source);
    }
    return [...hits];
  }

  /** The lines of the minute that begins then, as far as they have been written by now. */
  block(source: Source, minute: number): Block {
    const key = keyOf(source, minute);
    const known = this.#blocks.get(key);
    if (known) {
      this.#blocks.delete(key);
      this.#blocks.set(key, known);
      return known;
    }
    const now = this.now();
    const stretch = Math.floor(minute / STRETCH) * STRETCH;
    if (stretch + STRETCH <= now) return this.#fill(source, stretch, minute);
    const made = this.#make(source, minute, minute + MINUTE);
    // What is still being written, or is dated ahead of its time, will be more the next time.
    if (minute + MINUTE <= now) this.#keep(key, made);
    return made;
  }

  /** Thinks up more of the past at once, because whoever asks for a minute of it asks for the next one, too. */
  #fill(source: Source, from: number, wanted: number): Block {
    const { lines } = this.#make(source, from, from + STRETCH);
    let found = EMPTY;
    let start = 0;
    for (let minute = from; minute < from + STRETCH; minute += MINUTE) {
      let end = start;
      while (end < lines.length && lines[end].time < minute + MINUTE) end += 1;
      const block = blockOf(lines.slice(start, end));
      this.#keep(keyOf(source, minute), block);
      if (minute === wanted) found = block;
      start = end;
    }
    return found;
  }

  #make(source: Source, from: number, to: number): Block {
    const { placement, writers } = source;
    const written = { from, to: Math.min(to, this.now() + 1) };
    const present = writers.filter(({ runs }) =>
      // A request may end a little after its pod.
      runs.some(({ start, end }) => start < to && end > from - MINUTE),
    );
    const spoken = placement
      ? [
          ...serviceLines(this.#world, placement, present, written).filter(
            ({ claims }) => claims === undefined,
          ),
          ...this.#fromTheFuture(placement, writers, from, to),
        ]
      : present.flatMap(writer => strangerLines(writer, written));
    const lines = stamped(spoken);
    lines.sort((a, b) => a.time - b.time);
    return blockOf(lines);
  }

  /** Lines that by their own account are of this time, and in truth were written long before it. */
  #fromTheFuture(
    placement: Placement,
    writers: readonly Writer[],
    from: number,
    to: number,
  ): SpokenLine<Writer>[] {
    const until = Math.min(to - AHEAD, this.now() + 1);
    return writers.flatMap(writer =>
      hostileLines(placement, writer, from - AHEAD, until)
        .filter(({ claims }) => claims !== undefined)
        .map(line => ({ ...line, talker: writer })),
    );
  }

  #keep(key: string, block: Block): void {
    this.#bytes -= this.#blocks.get(key)?.size ?? 0;
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    this.#bytes += block.size;
    for (const [oldest, { size }] of this.#blocks) {
      if (this.#bytes <= CACHE_BYTES) break;
      this.#blocks.delete(oldest);
      this.#bytes -= size;
    }
  }
}

const EMPTY: Block = { lines: [], size: OVERHEAD };

function keyOf({ id }: Source, minute: number): string {
  return `${id}@${minute}`;
}

function blockOf(lines: readonly Line[]): Block {
  const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
  return { lines, size: letters + (lines.length + 1) * OVERHEAD };
}

/** Adds what the agent makes of each line. */
function stamped(spoken: readonly SpokenLine<Writer>[]): Line[] {
  const last = new Map<Writer, { time: number; order: number }>();
  return spoken.map(({ time, text, talker: writer, claims }) => {
    const before = last.get(writer);
    const order = before?.time === time ? before.order + 1 : 0;
    last.set(writer, { time, order });
    return {
      time: claims ?? time,
      text,
      writer,
      level: levelOf(text),
      traceId: traceIdOf(text),
      writtenAt: time,
      offset:
        Math.max(0, time - writer.createdAt) * OFFSETS_PER_MS +
        (hash(writer.uid) % (OFFSETS_PER_MS / LINES_PER_MS)) * LINES_PER_MS +
        Math.min(order, LINES_PER_MS - 1),
    };
  });
}
