import { NotFoundError } from '@backstage/errors';
import {
  levelSchema,
  type ContextRequest,
  type ContextResult,
  type DownloadEnd,
  type Histogram,
  type LogEntry,
  type LogsApi,
  type LogSourceList,
  type SearchRequest,
  type SearchResult,
} from '@pilothouse/plugin-logs-common';

const BARS = 30;

/** Answers from lines in memory, as the logs backend would; remembers what it was asked. */
export class FakeLogsApi implements LogsApi {
  sources: LogSourceList;
  /** The newest first. */
  lines: LogEntry[];
  /** Told with every answer. */
  problems: SearchResult['problems'] = [];
  /** Of a page at most, whatever is asked for. */
  pageLines = 500;
  /** Told with these searches alone, counted from 0, which then have no lines and go on from where they began. */
  failingSearches: Record<number, SearchResult['problems']> = {};
  /** The last line of a download; all lines are in it unless it says otherwise. Without one where it is `null`. */
  downloadEnd: Partial<DownloadEnd['end']> | null = {};
  /** Thrown by every method while it is set. */
  failure: Error | undefined;
  readonly searches: SearchRequest[] = [];
  readonly contexts: ContextRequest[] = [];
  readonly downloads: SearchRequest[] = [];
  readonly #now: number;

  constructor(options: {
    sources: LogSourceList;
    lines: LogEntry[];
    now: number;
  }) {
    this.sources = options.sources;
    this.lines = options.lines;
    this.#now = options.now;
  }

  async listSources(): Promise<LogSourceList> {
    return this.#answer(this.sources);
  }

  async search(request: SearchRequest): Promise<SearchResult> {
    this.searches.push(request);
    const to = request.to ?? new Date(this.#now).toISOString();
    const from =
      request.from ??
      new Date(this.#now - (request.last ?? 900) * 1_000).toISOString();
    const found = this.lines.filter(line => matches(line, request));
    if (request.order === 'oldest') found.reverse();
    const start = Number(request.cursor ?? 0);
    const failing = this.failingSearches[this.searches.length - 1];
    const limit = Math.min(this.pageLines, request.limit ?? 200);
    const end = start + (failing ? 0 : limit);
    return this.#answer({
      entries: found.slice(start, end),
      total: { value: found.length, exact: true },
      cursor: end < found.length ? `${end}` : undefined,
      histogram: request.histogram
        ? histogramOf(found, Date.parse(from), Date.parse(to))
        : undefined,
      from,
      to,
      sources: this.sources.sources,
      problems: failing ?? this.problems,
      now: new Date(this.#now).toISOString(),
    });
  }

  async getContext(request: ContextRequest): Promise<ContextResult> {
    this.contexts.push(request);
    const at = this.lines.findIndex(({ id }) => id === request.id);
    const entry = this.lines[at];
    if (!entry) throw new NotFoundError('This line is not there any more');
    const { lines = 20 } = request;
    return this.#answer({
      before: this.lines.slice(at + 1, at + 1 + lines).reverse(),
      entry,
      after: this.lines.slice(Math.max(0, at - lines), at).reverse(),
      problems: [],
      now: new Date(this.#now).toISOString(),
    });
  }

  async download(request: SearchRequest): Promise<Response> {
    this.downloads.push(request);
    const text = this.lines.map(line => `${JSON.stringify(line)}\n`).join('');
    const end = {
      lines: this.lines.length,
      complete: true,
      problems: [],
      ...this.downloadEnd,
    };
    const last = this.downloadEnd ? `${JSON.stringify({ end })}\n` : '';
    return this.#answer(new Response(text + last));
  }

  #answer<T>(answer: T): T {
    if (this.failure) throw this.failure;
    return answer;
  }
}

function matches(line: LogEntry, request: SearchRequest): boolean {
  const { levels, pods, role, version, traceId, text, clusters } = request;
  return (
    (!levels || levels.includes(line.level)) &&
    (!pods || pods.includes(line.pod ?? '')) &&
    (!clusters || clusters.includes(line.cluster ?? '')) &&
    (!role || role === line.role) &&
    (!version || version === line.version) &&
    (!traceId || traceId === line.traceId) &&
    (!text || line.message.includes(text.replace(/"/g, '')))
  );
}

function histogramOf(
  lines: readonly LogEntry[],
  from: number,
  to: number,
): Histogram {
  const interval = Math.max(1, Math.round((to - from) / BARS));
  return {
    interval,
    buckets: Array.from({ length: BARS }, (_, index) => {
      const at = from + index * interval;
      const inBar = lines.filter(line => {
        const time = Date.parse(line.at);
        return time >= at && time < at + interval;
      });
      return {
        at,
        counts: Object.fromEntries(
          levelSchema.options.map(level => [
            level,
            inBar.filter(line => line.level === level).length,
          ]),
        ),
      };
    }),
  };
}
