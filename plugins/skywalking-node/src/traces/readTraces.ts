import * as z from 'zod';
import { exactDuration } from '../oap/duration';
import type { AskOptions, OapClient } from '../oap/OapClient';
import { SkywalkingError } from '../SkywalkingError';
import type { OapService } from '../metadata/readMetadata';

/** Segments of one answer: a trace that comes through a service more than once has more than one. */
const MOST_SEGMENTS = 1_000;
/** Instances that are searched one by one; each costs the OAP a search. */
export const MOST_SEARCHED = 10;
const LONGEST_TRACE_ID = 200;

export interface TraceSearch {
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
  state: 'ALL' | 'ERROR' | 'SUCCESS';
  order: 'BY_START_TIME' | 'BY_DURATION';
  /** Milliseconds, of the service's own part. */
  minDuration?: number;
  maxDuration?: number;
  endpointId?: string;
  traceId?: string;
  /** Only what went through one of these; all when missing. */
  instanceIds?: readonly string[];
  /** At most {@link MOST_SEARCHED} instances of which it is told whether a trace went through them. */
  labelBy?: readonly string[];
  /** So many traces after the first `skip`. */
  limit: number;
  skip?: number;
}

/** What a service did in a trace. */
export interface FoundTrace {
  traceId: string;
  /** Milliseconds since the epoch. */
  start: number;
  /** Milliseconds. */
  duration: number;
  isError: boolean;
  /** Hostile text. */
  endpoints: readonly string[];
  instanceId?: string;
}

export interface FoundTraces {
  traces: readonly FoundTrace[];
  hasMore: boolean;
  /** Whether a trace without an instance went through none of those that were to be told; not so where they were not. */
  labelled: boolean;
}

const segmentSchema = z.object({
  segmentId: z.string(),
  endpointNames: z.array(z.string()).nullish(),
  duration: z.number(),
  start: z.string().regex(/^\d{1,15}$/),
  isError: z.boolean().nullish(),
  traceIds: z.array(z.string()),
});
type Segment = z.infer<typeof segmentSchema>;

const listSchema = z.record(
  z.string(),
  z.object({ traces: z.array(segmentSchema) }).nullish(),
);

/**
 * Traces that went through a service, each once: what an OAP lists are segments, of which a trace may have several.
 *
 * @throws SkywalkingError
 */
export async function readTraces(
  oap: OapClient,
  service: OapService,
  search: TraceSearch,
  options: AskOptions = {},
): Promise<FoundTraces> {
  const { skip = 0, limit, instanceIds } = search;
  const wanted = skip + limit;
  if (instanceIds?.length === 0) {
    return { traces: [], hasMore: false, labelled: true };
  }
  const { zone } = await oap.about(options);
  for (let size = wanted + limit; ; size *= 2) {
    const pageSize = Math.min(size, MOST_SEGMENTS);
    const conditionOf = (instanceId?: string): Condition => ({
      instanceId,
      condition: conditionFor(service, search, zone, pageSize, instanceId),
    });
    // The first of all are among the first of each instance, so every one of them is found there again.
    const [answers, labels] = await Promise.all([
      readLists(
        oap,
        instanceIds?.slice(0, MOST_SEARCHED).map(conditionOf) ?? [
          conditionOf(),
        ],
        options,
      ),
      readLabels(oap, instanceIds ? [] : search.labelBy, conditionOf, options),
    ]);
    const isWhole = answers.every(({ segments }) => segments.length < pageSize);
    const traces = onceEach(answers, labels ?? [], search);
    const isEnough = traces.length > wanted;
    if (isEnough || isWhole || pageSize === MOST_SEGMENTS) {
      return {
        traces: traces.slice(skip, wanted),
        hasMore: isEnough || !isWhole,
        labelled: labels !== undefined,
      };
    }
  }
}

interface Condition {
  /** Through which instance, where only that was asked for. */
  instanceId?: string;
  condition: object;
}

function conditionFor(
  service: OapService,
  search: TraceSearch,
  zone: number,
  pageSize: number,
  serviceInstanceId: string | undefined,
): object {
  const { endpointId, traceId, minDuration, maxDuration } = search;
  // What is undefined is left out of the JSON.
  return {
    serviceId: service.id,
    serviceInstanceId,
    endpointId,
    traceId,
    minTraceDuration: minDuration,
    maxTraceDuration: maxDuration,
    queryDuration: exactDuration(search.from, search.to, zone),
    traceState: search.state,
    queryOrder: search.order,
    paging: { pageNum: 1, pageSize },
  };
}

interface List {
  instanceId?: string;
  segments: readonly Segment[];
}

/** A list is worth having without them: an OAP that is too slow for these as well is not told to be away. */
async function readLabels(
  oap: OapClient,
  instanceIds: readonly string[] = [],
  conditionOf: (instanceId: string) => Condition,
  options: AskOptions,
): Promise<readonly List[] | undefined> {
  if (instanceIds.length > MOST_SEARCHED) return undefined;
  if (instanceIds.length === 0) return [];
  try {
    return await readLists(oap, instanceIds.map(conditionOf), options);
  } catch (error) {
    if (error instanceof SkywalkingError) return undefined;
    throw error;
  }
}

async function readLists(
  oap: OapClient,
  asked: readonly Condition[],
  options: AskOptions,
): Promise<readonly List[]> {
  const data = await oap.ask(
    {
      document: `query Traces(${asked
        .map((_, n) => `$c${n}: TraceQueryCondition`)
        .join(', ')}) {
${asked
  .map(
    (_, n) =>
      `  t${n}: queryBasicTraces(condition: $c${n}) { traces { segmentId endpointNames duration start isError traceIds } }`,
  )
  .join('\n')}
}`,
      variables: Object.fromEntries(
        asked.map(({ condition }, n) => [`c${n}`, condition]),
      ),
      schema: listSchema,
    },
    options,
  );
  return asked.map(({ instanceId }, n) => ({
    instanceId,
    segments: data[`t${n}`]?.traces ?? [],
  }));
}

/** In the order that was asked for. A trace with several segments lasts as long as the longest, and fails if one does. */
function onceEach(
  answers: readonly List[],
  labels: readonly List[],
  { order }: Pick<TraceSearch, 'order'>,
): FoundTrace[] {
  const instanceOf = new Map(
    [...answers, ...labels].flatMap(({ instanceId, segments }) =>
      instanceId === undefined
        ? []
        : segments.map(({ segmentId }) => [segmentId, instanceId] as const),
    ),
  );
  const found = new Map<string, FoundTrace>();
  for (const { segments } of answers) {
    for (const segment of segments) {
      const [traceId] = segment.traceIds;
      if (!traceId || traceId.length > LONGEST_TRACE_ID) continue;
      const trace = traceOf(
        traceId,
        segment,
        instanceOf.get(segment.segmentId),
      );
      const known = found.get(traceId);
      found.set(traceId, known ? together(known, trace) : trace);
    }
  }
  return [...found.values()].sort(
    order === 'BY_DURATION'
      ? (a, b) => b.duration - a.duration || b.start - a.start
      : (a, b) => b.start - a.start || b.duration - a.duration,
  );
}

function traceOf(
  traceId: string,
  { endpointNames, duration, start, isError }: Segment,
  instanceId: string | undefined,
): FoundTrace {
  return {
    traceId,
    start: Number(start),
    duration,
    isError: isError ?? false,
    endpoints: endpointNames ?? [],
    instanceId,
  };
}

function together(a: FoundTrace, b: FoundTrace): FoundTrace {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  return {
    traceId: a.traceId,
    start: first.start,
    duration: Math.max(a.duration, b.duration),
    isError: a.isError || b.isError,
    endpoints: [...new Set([...first.endpoints, ...second.endpoints])],
    instanceId: first.instanceId ?? second.instanceId,
  };
}
