import {
  parseAbsoluteRange,
  parseRelativeRange,
  type TimeRange,
} from '@pilothouse/pilothouse-react';
import { roleSchema, type Role } from '@pilothouse/plugin-release-common';
import {
  endpointOrderSchema,
  traceStateSchema,
  type EndpointOrder,
} from '@pilothouse/plugin-skywalking-common';
import { DEFAULT_RANGE, RANGE_RULES } from './timeRange';

/** What the tab shows, as its address says it. */
export interface TraceAddress {
  /** The last environment when missing. */
  environment?: string;
  /** Name of a SkyWalking, where the environment has several; its first when missing. */
  at?: string;
  range: TimeRange;
  state: 'all' | 'error' | 'success';
  order: 'newest' | 'slowest';
  /** Milliseconds. */
  minDuration?: number;
  maxDuration?: number;
  /** Ids of SkyWalking. */
  endpointId?: string;
  instanceId?: string;
  role?: Role;
  traceId?: string;
  /** What the table of endpoints begins with. */
  endpoints: EndpointOrder;
}

/** Parameters of the address. Others on the same page, such as `inspect`, are left alone. */
export const PARAMETERS = [
  'env',
  'at',
  'range',
  'from',
  'to',
  'state',
  'order',
  'min',
  'max',
  'endpoint',
  'instance',
  'role',
  'traceId',
  'endpoints',
] as const;
export type Parameter = (typeof PARAMETERS)[number];

const NAME = /^[\w.-]{1,253}$/;
const TRACE = /^[A-Za-z0-9._:/=+-]{1,200}$/;
const PART = /^[A-Za-z0-9+/=]+\.[01]_[A-Za-z0-9+/=]+$/;
const LONGEST_PART = 2_000;
const MOST_MS = 3_600_000;

export const PLAIN: TraceAddress = {
  range: DEFAULT_RANGE,
  state: 'all',
  order: 'newest',
  endpoints: 'slowest',
};

/** Whether it is such a number of milliseconds as traces can be looked for by. */
export function parseDuration(text: string): number | undefined {
  if (!/^\d{1,7}$/.test(text)) return undefined;
  return Number(text) <= MOST_MS ? Number(text) : undefined;
}

export function parseTraceId(text: string): string | undefined {
  return TRACE.test(text) ? text : undefined;
}

/**
 * Reads an address. Whatever in it is nothing that the tab writes is left out, and named: people cut links short, and
 * others tamper with them.
 */
export function parseTraceAddress(params: URLSearchParams): {
  address: TraceAddress;
  dropped: Parameter[];
} {
  const dropped: Parameter[] = [];
  const readAs = <T>(
    name: Parameter,
    parse: (text: string) => T | undefined,
  ): T | undefined => {
    const text = params.get(name) ?? '';
    if (text === '') return undefined;
    const value = parse(text);
    if (value === undefined) dropped.push(name);
    return value;
  };
  const address: TraceAddress = {
    environment: readAs('env', text => (NAME.test(text) ? text : undefined)),
    at: readAs('at', text => (NAME.test(text) ? text : undefined)),
    range: readRange() ?? DEFAULT_RANGE,
    state:
      readAs('state', text => traceStateSchema.safeParse(text).data) ?? 'all',
    order:
      readAs('order', text => (text === 'slowest' ? text : undefined)) ??
      'newest',
    minDuration: readAs('min', parseDuration),
    maxDuration: readAs('max', parseDuration),
    endpointId: readAs('endpoint', parsePart),
    instanceId: readAs('instance', parsePart),
    role: readAs('role', text => roleSchema.safeParse(text).data),
    traceId: readAs('traceId', parseTraceId),
    endpoints:
      readAs('endpoints', text => endpointOrderSchema.safeParse(text).data) ??
      'slowest',
  };
  return { address, dropped };

  function readRange(): TimeRange | undefined {
    const from = params.get('from') ?? undefined;
    const to = params.get('to') ?? undefined;
    if (from !== undefined || to !== undefined) {
      const range = parseAbsoluteRange(from, to, RANGE_RULES);
      if (!range) dropped.push('from');
      return range;
    }
    const relative = readAs('range', text =>
      parseRelativeRange(text, RANGE_RULES),
    );
    return relative && { relative };
  }
}

/** The parameters of an address; what is as it would be anyway has none. */
export function writeTraceAddress(
  address: TraceAddress,
): Partial<Record<Parameter, string>> {
  const { range } = address;
  const unless = (value: string, plain: string) =>
    value === plain ? undefined : value;
  const plainRange = 'relative' in DEFAULT_RANGE ? DEFAULT_RANGE.relative : '';
  return {
    env: address.environment,
    at: address.at,
    range: 'relative' in range ? unless(range.relative, plainRange) : undefined,
    from: 'from' in range ? range.from : undefined,
    to: 'from' in range ? range.to : undefined,
    state: unless(address.state, PLAIN.state),
    order: unless(address.order, PLAIN.order),
    min: address.minDuration?.toString(),
    max: address.maxDuration?.toString(),
    endpoint: address.endpointId,
    instance: address.instanceId,
    role: address.role,
    traceId: address.traceId,
    endpoints: unless(address.endpoints, PLAIN.endpoints),
  };
}

function parsePart(text: string): string | undefined {
  return text.length <= LONGEST_PART && PART.test(text) ? text : undefined;
}
