import { LONGEST_LINE, type LogEntry } from '@pilothouse/plugin-logs-common';
import { parseImage } from '@pilothouse/plugin-release-common';
import type { SourceConfig } from '../config/readLogsConfig';
import type { Hit } from '../store/answers';
import { cutTo, otherFields, textOf, valueAt } from './documents';
import { levelInText, levelOfValue, levelValues } from './levels';
import type { LevelValues } from './levels';
import { traceIdInText, traceIdOf } from './traceIds';

/** Clocks of machines that are kept in step differ by less, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 60_000;
const LONGEST_OBJECT_NAME = 253;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/;

/** Makes lines of documents. What is in them is passed on as it is, but never more than fits. */
export class LineReader {
  readonly #source: SourceConfig;
  readonly #values: LevelValues;
  readonly #known: ReadonlySet<string>;

  constructor(source: SourceConfig) {
    this.#source = source;
    this.#values = levelValues(source.levelValues);
    const { message, ...names } = source.fields;
    this.#known = new Set([...message, ...Object.values(names)]);
  }

  /**
   * @param now - milliseconds since the epoch
   * @param levelInField - a field says the level: where it is empty, the level is unknown, as searches by level have it
   */
  read(hit: Hit, now: number, levelInField: boolean): LogEntry {
    const { fields, name: source, levelPattern } = this.#source;
    const document = hit._source ?? {};
    const whole = this.#message(document);
    const message = cutTo(whole, LONGEST_LINE);
    const at = this.#time(hit);
    const level =
      levelInField && fields.level
        ? levelOfValue(valueAt(document, fields.level), this.#values)
        : levelInText(message, this.#values, levelPattern);
    const traceId =
      (fields.traceId && traceIdOf(valueAt(document, fields.traceId))) ||
      traceIdInText(message, this.#source.traceIdPattern);
    const other = otherFields(document, this.#known);
    return {
      id: `${hit._index}/${hit._id}`,
      source,
      at,
      level,
      message,
      ...(message.length < whole.length && { cut: true }),
      ...this.#names(document),
      ...(traceId && { traceId }),
      ...(Date.parse(at) > now + CLOCK_TOLERANCE_MS && { future: true }),
      ...(other && { fields: other }),
    };
  }

  #message(document: Record<string, unknown>): string {
    for (const name of this.#source.fields.message) {
      const text = textOf(valueAt(document, name));
      if (text !== undefined) return text;
    }
    // A collector that took the line apart and did not keep it.
    return JSON.stringify(otherFields(document, this.#known) ?? {});
  }

  /** As exact as it is known: what is sorted by may have less digits than what was written. */
  #time({ _source, fields = {}, sort = [] }: Hit): string {
    const { time } = this.#source.fields;
    const [indexed] = fields[time] ?? [];
    const written = valueAt(_source, time);
    const [sorted] = sort;
    const known = textOf(indexed) ?? textOf(sorted) ?? '';
    const ms = /^-?\d+$/.test(known) ? Number(known) : Date.parse(known);
    if (typeof written === 'string' && ISO.test(written)) {
      if (Date.parse(written) === ms || Number.isNaN(ms)) {
        return utcOf(written);
      }
    }
    if (ISO.test(known)) return known;
    return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15
      ? new Date(ms).toISOString()
      : new Date(0).toISOString();
  }

  #names(document: Record<string, unknown>): Partial<LogEntry> {
    const { fields, clusterNames = {} } = this.#source;
    const nameOf = (field: string | undefined) => {
      const text = field && textOf(valueAt(document, field));
      return text ? cutTo(text, LONGEST_OBJECT_NAME) : undefined;
    };
    const cluster = nameOf(fields.cluster) ?? this.#onlyCluster();
    const own = Object.entries(clusterNames).find(
      ([, there]) => there === cluster,
    );
    const image = fields.image && textOf(valueAt(document, fields.image));
    const version = image && parseImage(image.slice(0, 1_000)).tag;
    return {
      ...optional('cluster', own?.[0] ?? cluster),
      ...optional('namespace', nameOf(fields.namespace)),
      ...optional('pod', nameOf(fields.pod)),
      ...optional('container', nameOf(fields.container)),
      ...optional('version', version ? cutTo(version, 300) : undefined),
    };
  }

  #onlyCluster(): string | undefined {
    const { clusters = [], fields } = this.#source;
    return !fields.cluster && clusters.length === 1 ? clusters[0] : undefined;
  }
}

function optional<K extends keyof LogEntry>(
  name: K,
  value: LogEntry[K] | undefined,
): Partial<LogEntry> {
  return value === undefined ? {} : { [name]: value };
}

/** With all its digits, and Z. */
function utcOf(text: string): string {
  const fraction = /\.\d+/.exec(text)?.[0] ?? '';
  if (text.endsWith('Z')) return text;
  const seconds = new Date(text.replace(/\.\d+/, '')).toISOString();
  return seconds.replace('.000Z', `${fraction}Z`);
}
