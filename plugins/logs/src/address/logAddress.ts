import {
  parseAbsoluteRange,
  parseRelativeRange,
  type TimeRange,
} from '@pilothouse/pilothouse-react';
import {
  LONGEST_QUERY,
  levelSchema,
  type Level,
} from '@pilothouse/plugin-logs-common';
import { roleSchema, type Role } from '@pilothouse/plugin-release-common';
import { DEFAULT_RANGE, RANGE_RULES } from './timeRange';

/** The line that a permalink leads to. */
export interface LineAddress {
  source: string;
  id: string;
  /** ISO 8601 */
  at: string;
}

/** What the tab shows, as its address says it. */
export interface LogAddress {
  /** The protected environment, or the last one, when missing. */
  environment?: string;
  clusters: string[];
  range: TimeRange;
  text: string;
  levels: Level[];
  pods: string[];
  role?: Role;
  version?: string;
  traceId?: string;
  order: 'newest' | 'oldest';
  /** Stored lines, or what the pods themselves have now. */
  view: 'stored' | 'pods';
  line?: LineAddress;
}

/** Parameters of the address. Others on the same page, such as `inspect`, are left alone. */
export const PARAMETERS = [
  'env',
  'cluster',
  'range',
  'from',
  'to',
  'q',
  'level',
  'pod',
  'role',
  'version',
  'traceId',
  'order',
  'view',
  'line',
  'at',
  'source',
] as const;
export type Parameter = (typeof PARAMETERS)[number];

const NAME = /^[\w.-]{1,253}$/;
const VERSION = /^[\w.-]{1,128}$/;
const TRACE = /^[\w.:-]{1,200}$/;
const MOST_PODS = 50;
const MOST_CLUSTERS = 20;

/**
 * Reads an address. Whatever in it is nothing that the tab writes is left out, and named: people cut links short, and
 * others tamper with them.
 */
export function parseLogAddress(params: URLSearchParams): {
  address: LogAddress;
  dropped: Parameter[];
} {
  const dropped: Parameter[] = [];
  const read = (name: Parameter) => params.get(name) || undefined;
  const readAs = <T>(
    name: Parameter,
    parse: (text: string) => T | undefined,
  ): T | undefined => {
    const text = read(name);
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined) dropped.push(name);
    return value;
  };
  const matching = (pattern: RegExp) => (text: string) =>
    pattern.test(text) ? text : undefined;
  const listOf = <T>(
    name: Parameter,
    most: number,
    parse: (text: string) => T | undefined,
  ): T[] =>
    readAs(name, text => {
      const parts = text.split(',');
      const values = new Set(parts.flatMap(part => parse(part) ?? []));
      const whole = values.size === parts.length && parts.length <= most;
      return whole ? [...values] : undefined;
    }) ?? [];

  const address: LogAddress = {
    environment: readAs('env', matching(NAME)),
    clusters: listOf('cluster', MOST_CLUSTERS, matching(NAME)),
    range: readRange(),
    text:
      readAs('q', text => (text.length <= LONGEST_QUERY ? text : undefined)) ??
      '',
    levels: listOf('level', 6, text => levelSchema.safeParse(text).data),
    pods: listOf('pod', MOST_PODS, matching(NAME)),
    role: readAs('role', text => roleSchema.safeParse(text).data),
    version: readAs('version', matching(VERSION)),
    traceId: readAs('traceId', matching(TRACE)),
    order:
      readAs('order', text => (text === 'oldest' ? text : undefined)) ??
      'newest',
    view:
      readAs('view', text => (text === 'pods' ? text : undefined)) ?? 'stored',
    line: readLine(),
  };
  return { address, dropped };

  function readRange(): TimeRange {
    const from = read('from');
    const to = read('to');
    if (from !== undefined || to !== undefined) {
      const range = parseAbsoluteRange(from, to, RANGE_RULES);
      if (range) return range;
      dropped.push('from');
      return DEFAULT_RANGE;
    }
    const relative = readAs('range', text =>
      parseRelativeRange(text, RANGE_RULES),
    );
    return relative ? { relative } : DEFAULT_RANGE;
  }

  function readLine(): LineAddress | undefined {
    const id = read('line');
    if (id === undefined) return undefined;
    const at = read('at');
    const source = read('source');
    const time = Date.parse(at ?? '');
    const valid =
      id.length <= 700 && !Number.isNaN(time) && NAME.test(source ?? '');
    if (valid && at && source) return { id, at, source };
    dropped.push('line');
    return undefined;
  }
}

/** The parameters of an address; what is as it would be anyway has none. */
export function writeLogAddress(address: LogAddress): URLSearchParams {
  const { range, line } = address;
  const values: Record<Parameter, string | undefined> = {
    env: address.environment,
    cluster: joined(address.clusters),
    range:
      'relative' in range && range !== DEFAULT_RANGE
        ? range.relative
        : undefined,
    from: 'from' in range ? range.from : undefined,
    to: 'from' in range ? range.to : undefined,
    q: address.text || undefined,
    level: joined(address.levels),
    pod: joined(address.pods),
    role: address.role,
    version: address.version,
    traceId: address.traceId,
    order: address.order === 'oldest' ? 'oldest' : undefined,
    view: address.view === 'pods' ? 'pods' : undefined,
    line: line?.id,
    at: line?.at,
    source: line?.source,
  };
  return new URLSearchParams(
    PARAMETERS.flatMap(name => {
      const value = values[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function joined(values: readonly string[]): string | undefined {
  return values.length > 0 ? values.join(',') : undefined;
}
