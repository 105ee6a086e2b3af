import { readWindow, type DurationInput } from '../duration';
import { readPartId, readServiceId } from '../ids';
import type { Oap } from '../oap';
import type { SegmentRow } from '../traces/model';
import type { TraceSearch } from '../traces/search';

interface TraceCondition {
  serviceId?: string | null;
  serviceInstanceId?: string | null;
  endpointId?: string | null;
  endpointName?: string | null;
  traceId?: string | null;
  queryDuration?: DurationInput | null;
  minTraceDuration?: number | null;
  maxTraceDuration?: number | null;
  traceState: TraceSearch['state'];
  queryOrder: TraceSearch['order'];
  tags?: { key: string; value?: string | null }[] | null;
  paging: { pageNum?: number | null; pageSize: number };
}

/** The only tags that an OAP finds traces by, unless told otherwise. */
const SEARCHABLE: readonly string[] = [
  'http.method',
  'http.status_code',
  'rpc.status_code',
  'db.type',
  'db.instance',
  'mq.queue',
  'mq.topic',
  'mq.broker',
];

const LARGEST_PAGE = 1000;

/** Lists of traces, and traces. */
export function traceResolvers({ traces }: Oap) {
  return {
    queryBasicTraces: async ({
      condition,
    }: {
      condition?: TraceCondition | null;
    }) => {
      if (!condition) throw new Error('the condition is missing');
      const rows = await find(condition);
      return { traces: rows.map(briefOf), total: rows.length };
    },
    queryTrace: ({ traceId }: { traceId: string }) => ({
      spans: traces.trace(traceId),
    }),
  };

  async function find(condition: TraceCondition): Promise<SegmentRow[]> {
    const { pageNum, pageSize } = condition.paging;
    const limit = Math.min(LARGEST_PAGE, Math.max(0, pageSize));
    const offset = (Math.max(1, pageNum ?? 1) - 1) * limit;
    if (condition.traceId) {
      return traces.rowsOf(condition.traceId).slice(offset, offset + limit);
    }
    if (!condition.queryDuration) {
      throw new Error('queryDuration or traceId is required');
    }
    const { from, to } = readWindow(condition.queryDuration);
    const tags = condition.tags ?? [];
    const isFindable = tags.every(
      ({ key, value }) => value && SEARCHABLE.includes(key),
    );
    if (!isFindable || limit === 0) return [];
    const instance = partOf(condition.serviceInstanceId);
    const endpoint = partOf(condition.endpointId);
    const service = condition.serviceId
      ? readServiceId(condition.serviceId)
      : instance?.service ?? endpoint?.service;
    if (service?.real === false) return [];
    return traces.search({
      from,
      to,
      state: condition.traceState,
      order: condition.queryOrder,
      tags: tags.map(({ key, value }) => ({ key, value: value ?? '' })),
      offset,
      limit,
      ...(condition.serviceId || service
        ? { service: service?.name ?? '' }
        : undefined),
      ...(instance && { pod: instance.name }),
      ...(endpoint && { endpoint: endpoint.name }),
      ...(condition.endpointName && { endpoint: condition.endpointName }),
      minDuration: condition.minTraceDuration ?? 0,
      // Nothing is no limit, as 0 is.
      maxDuration: condition.maxTraceDuration || Infinity,
    });
  }
}

function partOf(id: string | null | undefined) {
  return id ? readPartId(id) : undefined;
}

function briefOf(row: SegmentRow) {
  return {
    segmentId: row.segmentId,
    endpointNames: [row.endpoint],
    duration: row.duration,
    start: String(row.start),
    isError: row.isError,
    traceIds: [row.traceId],
  };
}
