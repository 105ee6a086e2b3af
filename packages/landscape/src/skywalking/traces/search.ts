import { MEMORY } from '../../world/history';
import {
  journeysBetween,
  type Journey,
  type Stage,
  type Visit,
} from '../../world/journeys';
import type { Service } from '../../world/service';
import { findService } from '../../world/services';
import type { World } from '../../world/world';
import type { Estate } from '../estate';
import type { SegmentRow, Span } from './model';
import { rowOf } from './segment';
import { spansOf } from './spans';

/** What a list of traces is asked for. */
export interface TraceSearch {
  from: number;
  to: number;
  service?: string;
  pod?: string;
  endpoint?: string;
  minDuration?: number;
  maxDuration?: number;
  state: 'ALL' | 'SUCCESS' | 'ERROR';
  order: 'BY_START_TIME' | 'BY_DURATION';
  /** Each of which some span of the segment has. */
  tags: readonly { key: string; value: string }[];
  offset: number;
  limit: number;
}

const MINUTE = 60_000;

/** So long after a journey has begun its last visit begins. */
const LONGEST_WAY = 30_000;

/** Rows that are kept, of all services together. */
const MOST_KEPT_ROWS = 30_000;

/**
 * Minutes of one cluster that one search goes through at most. Of a longer time the newest ones are told, or those here
 * and there where the slowest are wanted.
 */
const MOST_BLOCKS = 1500;

/** So long is worked without letting anybody else work. */
const BREATH_MS = 12;

/** Finds traces: journeys are told again minute by minute, and the latest questions remembered. */
export class TraceStore {
  readonly #world: World;
  readonly #estate: Estate;
  readonly #blocks = new Map<string, readonly SegmentRow[]>();
  #rows = 0;

  constructor(world: World, estate: Estate) {
    this.#world = world;
    this.#estate = estate;
  }

  /** The rows that fit, in the order asked for, `limit` of them after `offset`. */
  async search(search: TraceSearch): Promise<SegmentRow[]> {
    const { service } = search;
    if (service !== undefined && !this.#estate.agent(service)) return [];
    const wanted = search.offset + search.limit;
    const newestFirst = search.order === 'BY_START_TIME';
    const fits = this.#filter(search);
    const found: SegmentRow[] = [];
    let enough = false;
    let breath = performance.now();
    for (const minute of this.#minutes(search)) {
      for (const stage of this.#estate.stages()) {
        for (const row of this.#block(stage, minute, search.service)) {
          if (fits(row)) found.push(row);
        }
      }
      // Journeys of the minute before may still have led to visits that come before these; older ones not.
      if (newestFirst && enough) break;
      enough = found.length >= wanted;
      if (performance.now() - breath > BREATH_MS) {
        await new Promise(resolve => setImmediate(resolve));
        breath = performance.now();
      }
    }
    const compare = (a: SegmentRow, b: SegmentRow) =>
      (newestFirst ? b.start - a.start : b.duration - a.duration) ||
      (a.segmentId < b.segmentId ? -1 : 1);
    return found.sort(compare).slice(search.offset, wanted);
  }

  /** The spans of a trace that have ended; none for an id that nobody knows. */
  trace(traceId: string): Span[] {
    const journey = this.#journey(traceId);
    return journey
      ? spansOf(this.#estate.environment, journey, this.#world.clock.now())
      : [];
  }

  /** The segments of a trace as rows. */
  rowsOf(traceId: string): SegmentRow[] {
    const journey = this.#journey(traceId);
    const now = this.#world.clock.now();
    return (journey?.visits ?? []).flatMap((visit, index) =>
      journey && visit.time + visit.durationMs <= now
        ? this.#row(journey, visit, index)
        : [],
    );
  }

  #journey(traceId: string): Journey | undefined {
    // The middle of an id is the time at which its trace began.
    const [, text] = /^[0-9a-f]{32}\.\d+\.(\d{13})\d{4}$/.exec(traceId) ?? [];
    if (!text) return undefined;
    const time = Number(text);
    if (time > this.#world.clock.now()) return undefined;
    for (const stage of this.#estate.stages()) {
      const span = { from: time, to: time + 1 };
      for (const journey of journeysBetween(this.#world, stage, span)) {
        if (journey.traceId === traceId) return journey;
      }
    }
    return undefined;
  }

  #filter(search: TraceSearch): (row: SegmentRow) => boolean {
    const { from, to, service, pod, endpoint, state } = search;
    const { minDuration = 0, maxDuration = Infinity, tags } = search;
    const now = this.#world.clock.now();
    return row =>
      row.start >= from &&
      row.start < to &&
      row.start + row.duration <= now &&
      (service === undefined || row.service === service) &&
      (pod === undefined || row.pod === pod) &&
      (endpoint === undefined || row.endpoint === endpoint) &&
      (state === 'ALL' || row.isError === (state === 'ERROR')) &&
      row.duration >= minDuration &&
      row.duration <= maxDuration &&
      (tags.length === 0 || this.#hasTags(row, tags));
  }

  #hasTags(row: SegmentRow, tags: TraceSearch['tags']): boolean {
    const spans = this.trace(row.traceId).filter(
      ({ segmentId }) => segmentId === row.segmentId,
    );
    return tags.every(({ key, value }) =>
      spans.some(span =>
        span.tags.some(tag => tag.key === key && tag.value === value),
      ),
    );
  }

  /** The minutes of a search, newest first. */
  #minutes({ from, to, order }: TraceSearch): number[] {
    const { clock, bornAt } = this.#world;
    const last = Math.floor(Math.min(to - 1, clock.now()) / MINUTE);
    const first = Math.floor(
      Math.max(from - LONGEST_WAY, bornAt - MEMORY) / MINUTE,
    );
    const count = last - first + 1;
    if (count < 1) return [];
    const most = MOST_BLOCKS / Math.max(1, this.#estate.stages().length);
    const stride = order === 'BY_DURATION' ? Math.ceil(count / most) : 1;
    return Array.from(
      { length: Math.min(most, Math.ceil(count / stride)) },
      (_, index) => (last - index * stride) * MINUTE,
    );
  }

  /** The segments of the journeys that began in the minute. */
  #block(
    stage: Stage,
    minute: number,
    service: string | undefined,
  ): readonly SegmentRow[] {
    const key = `${stage.cluster.name}/${service ?? ''}@${minute}`;
    const known = this.#blocks.get(key);
    if (known) return known;
    const through = service === undefined ? undefined : this.#service(service);
    const rows: SegmentRow[] = [];
    for (const journey of journeysBetween(this.#world, stage, {
      from: minute,
      to: minute + MINUTE,
      ...(through && { through }),
    })) {
      for (const [index, visit] of journey.visits.entries()) {
        if (service === undefined || visit.service.name === service) {
          rows.push(this.#row(journey, visit, index));
        }
      }
    }
    if (minute + 2 * MINUTE <= this.#world.clock.now()) this.#keep(key, rows);
    return rows;
  }

  #row(journey: Journey, visit: Visit, index: number): SegmentRow {
    return rowOf(this.#estate.environment, journey, visit, index);
  }

  #service(name: string): Service | undefined {
    return findService(name) ?? this.#estate.agent(name)?.service;
  }

  #keep(key: string, rows: readonly SegmentRow[]): void {
    this.#blocks.set(key, rows);
    this.#rows += rows.length + 1;
    for (const [oldest, old] of this.#blocks) {
      if (this.#rows <= MOST_KEPT_ROWS) return;
      this.#blocks.delete(oldest);
      this.#rows -= old.length + 1;
    }
  }
}
