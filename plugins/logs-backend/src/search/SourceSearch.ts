import { OutsideError, SharedAnswers } from '@pilothouse/pilothouse-node';
import {
  levelSchema,
  type Level,
  type LogEntry,
} from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';
import type { SourceConfig } from '../config/readLogsConfig';
import { CLOCK_TOLERANCE_MS, LineReader } from '../lines/LineReader';
import {
  searchBody,
  type PageQuery,
  type Position,
  type StoreKind,
} from '../query/searchBody';
import { nameOf } from '../query/cursor';
import type { Hit, SearchAnswer } from '../store/answers';
import { LogStore, type StoreDeadline } from '../store/LogStore';
import { problem, problemOf } from './problemOf';
import type { Asker } from './SearchScope';

/** Who asks the same within moments gets the same answer. */
const KEEP_MS = 5_000;
const MOST_KEPT = 64;
/** Of the text of a page, in UTF-16 units: a page of long lines is shorter. */
const PAGE_TEXT = 4 * 1024 * 1024;
/** Of the lines of a page, after one that had more bytes than are read. */
const SHARE_WHEN_TOO_LARGE = 0.1;
/** Clocks that are ahead stay so for a while. */
const KEEP_AHEAD_MS = 30_000;
const YEAR = 366 * 86_400_000;

/** A line and where it stands in the order. */
export interface PlacedLine {
  entry: LogEntry;
  /** Milliseconds since the epoch. */
  time: number;
  position: Position;
}

export interface SourcePage {
  lines: readonly PlacedLine[];
  /** Whether there are more after these. */
  more: boolean;
  /** That is not known: it failed, or ran out of time. To ask again from here may tell. */
  unfinished: boolean;
  total: { value: number; exact: boolean };
  /** By the beginning of the step, in milliseconds. */
  counts: ReadonlyMap<number, Partial<Record<Level, number>>>;
  problems: readonly Message[];
}

const NOTHING: SourcePage = {
  lines: [],
  more: false,
  unfinished: false,
  total: { value: 0, exact: true },
  counts: new Map(),
  problems: [],
};

interface Options {
  clock: () => number;
  /** Told what stands behind a problem. */
  onProblem: (message: string) => void;
}

/** Searches one source. Whoever asks the same at the same time shares one request; what fails is a part of the answer. */
export class SourceSearch {
  readonly source: SourceConfig;
  readonly #store: LogStore;
  readonly #reader: LineReader;
  readonly #options: Options;
  readonly #pages: SharedAnswers<SourcePage>;
  readonly #ahead: SharedAnswers<Message | undefined>;

  constructor(source: SourceConfig, options: Options) {
    this.source = source;
    this.#store = new LogStore(source);
    this.#reader = new LineReader(source);
    this.#options = options;
    const { clock } = options;
    this.#pages = new SharedAnswers({
      keepMs: KEEP_MS,
      most: MOST_KEPT,
      clock,
    });
    this.#ahead = new SharedAnswers({
      keepMs: KEEP_AHEAD_MS,
      most: MOST_KEPT,
      clock,
    });
  }

  /** Who asks may read what is asked for: that is decided before. */
  async page(
    query: PageQuery,
    { person, signal }: Pick<Asker, 'person' | 'signal'>,
    { shared = true }: { shared?: boolean } = {},
  ): Promise<SourcePage> {
    const ask = (within: AbortSignal) =>
      this.#page(query, this.#store.deadline(within, person));
    try {
      if (!shared) return await ask(signal);
      return await this.#pages.get(nameOf(query), ask, signal);
    } catch (error) {
      return this.#failed(error, signal);
    }
  }

  /** Lines that are dated later than now, such as those of a clock that is wrong; no search of the present finds them. */
  async ahead(
    targets: PageQuery['targets'],
    now: number,
    { person, signal }: Pick<Asker, 'person' | 'signal'>,
  ): Promise<Message | undefined> {
    const key = nameOf([targets, Math.floor(now / KEEP_AHEAD_MS)]);
    try {
      return await this.#ahead.get(
        key,
        within =>
          this.#askAhead(targets, now, this.#store.deadline(within, person)),
        signal,
      );
    } catch {
      signal.throwIfAborted();
      // The search itself says what is wrong with the source.
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  #failed(error: unknown, signal: AbortSignal): SourcePage {
    signal.throwIfAborted();
    const said = problemOf(this.source.name, error);
    if (error instanceof OutsideError) {
      this.#options.onProblem(
        `${error.message}${error.body ? `: ${error.body.slice(0, 300)}` : ''}`,
      );
    }
    return {
      ...NOTHING,
      unfinished: true,
      total: { value: 0, exact: false },
      problems: [said],
    };
  }

  async #kind(deadline: StoreDeadline): Promise<StoreKind> {
    const [product, fields] = await Promise.all([
      this.#store.product(deadline),
      this.#store.fields(deadline),
    ]);
    return { source: this.source, product, fields };
  }

  async #page(query: PageQuery, deadline: StoreDeadline): Promise<SourcePage> {
    const { name: source } = this.source;
    const kind = await this.#kind(deadline);
    const { empty, missing, differs } = kind.fields;
    if (empty)
      return { ...NOTHING, problems: [problem('no-index', { source })] };
    if (missing !== undefined) {
      const field = missing;
      return {
        ...NOTHING,
        problems: [problem('field-not-searchable', { source, field })],
      };
    }
    const { answer, limit } = await this.#ask(kind, query, deadline);
    const page = this.#read(kind, answer, limit);
    const byText =
      !kind.fields.level && (query.levels || query.interval !== undefined);
    return {
      ...page,
      problems: [
        ...page.problems,
        ...differs.map(field => problem('field-differs', { source, field })),
        ...(byText ? [problem('levels-by-text', { source })] : []),
      ],
    };
  }

  /** Once more for less, where a page has more bytes than are read. */
  async #ask(
    kind: StoreKind,
    query: PageQuery,
    deadline: StoreDeadline,
  ): Promise<{ answer: SearchAnswer; limit: number }> {
    const ask = async (limit: number) => {
      const body = searchBody(kind, { ...query, limit });
      const answer = await this.#store.search(
        body,
        deadline,
        preferenceOf(query),
      );
      return { answer, limit };
    };
    try {
      return await ask(query.limit);
    } catch (error) {
      const tooLarge =
        error instanceof OutsideError && error.fault === 'too-large';
      if (!tooLarge || query.limit === 1) throw error;
      return ask(Math.ceil(query.limit * SHARE_WHEN_TOO_LARGE));
    }
  }

  #read(kind: StoreKind, answer: SearchAnswer, limit: number): SourcePage {
    const { name: source } = this.source;
    const { hits, _shards: shards, timed_out: timedOut } = answer;
    const now = this.#options.clock();
    const levelInField = kind.fields.level !== undefined;
    const lines: PlacedLine[] = [];
    let room = PAGE_TEXT;
    for (const hit of hits.hits) {
      const entry = this.#reader.read(hit, now, levelInField);
      room -= sizeOf(entry);
      if (room < 0 && lines.length > 0) break;
      lines.push({
        entry,
        time: Date.parse(entry.at),
        position: positionOf(hit, entry),
      });
    }
    const problems = [
      ...(shards.total === 0 ? [problem('no-index', { source })] : []),
      ...(shards.failed > 0
        ? [
            problem('shards-failed', {
              source,
              failed: shards.failed,
              total: shards.total,
            }),
          ]
        : []),
      ...(timedOut ? [problem('timed-out', { source })] : []),
    ];
    const { total } = hits;
    return {
      lines,
      more: lines.length < hits.hits.length || hits.hits.length === limit,
      unfinished: timedOut,
      total: {
        value: total?.value ?? lines.length,
        exact: total?.relation === 'eq' && shards.failed === 0 && !timedOut,
      },
      counts: countsOf(answer),
      problems,
    };
  }

  async #askAhead(
    targets: PageQuery['targets'],
    now: number,
    deadline: StoreDeadline,
  ): Promise<Message | undefined> {
    const kind = await this.#kind(deadline);
    if (kind.fields.empty || kind.fields.missing !== undefined)
      return undefined;
    const query: PageQuery = {
      targets,
      from: now + CLOCK_TOLERANCE_MS,
      to: now + 10 * YEAR,
      order: 'newest',
      limit: 1,
    };
    const answer = await this.#store.search(
      searchBody(kind, query),
      deadline,
      preferenceOf(query),
    );
    const [last] = this.#read(kind, answer, 1).lines;
    if (!last) return undefined;
    return problem('clock-gap', {
      source: this.source.name,
      seconds: Math.round((last.time - now) / 1000),
      lines: answer.hits.total?.value ?? 1,
      ...(last.entry.pod && { pod: last.entry.pod }),
    });
  }
}

/** The same for all pages of a search: `_doc` differs between the copies of a shard. */
function preferenceOf({ after: _, ...search }: PageQuery): string {
  return `pilothouse-${nameOf(search)}`;
}

function sizeOf({ message, fields = {} }: LogEntry): number {
  return Object.entries(fields).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    message.length + 400,
  );
}

/** The largest and the smallest `long`, by which stores sort what has no value, are no numbers of JavaScript. */
function positionOf({ sort = [] }: Hit, entry: LogEntry): Position {
  return sort.map((value, index) => {
    // Nanoseconds are no numbers of JavaScript either.
    if (index === 0 && typeof value === 'number' && value > 1e15) {
      return entry.at;
    }
    if (typeof value !== 'number') return value ?? '';
    if (value >= 2 ** 63) return '9223372036854775807';
    return value <= -(2 ** 63) ? '-9223372036854775808' : value;
  });
}

function countsOf({ aggregations }: SearchAnswer): SourcePage['counts'] {
  const counts = new Map<number, Partial<Record<Level, number>>>();
  for (const { key, levels } of aggregations?.times?.buckets ?? []) {
    const byLevel: Partial<Record<Level, number>> = {};
    for (const level of levelSchema.options) {
      const count = levels?.buckets[level]?.doc_count ?? 0;
      if (count > 0) byLevel[level] = count;
    }
    counts.set(key, byLevel);
  }
  return counts;
}
