import { BACKING_STORES, type BackingStore } from '../../world/backing-stores';
import type { EnvironmentName } from '../../world/company';
import type { Journey, Visit } from '../../world/journeys';
import { hash, mix, toUnit } from '../../world/random';
import { statusOf } from '../../world/voices/voice';
import { visitedEndpoint } from '../endpoint-names';
import { addressOf } from '../estate';
import { STORE_LATENCY } from '../metrics/figures';
import { clientOf, layerOf, serverOf, STORES } from './components';
import { failureOf } from './failure';
import { hostileTags } from './hostile-tags';
import type { KeyValue, Span } from './model';
import { segmentIdOf } from './segment';

type Draft = Pick<
  Span,
  | 'startTime'
  | 'endTime'
  | 'endpointName'
  | 'type'
  | 'peer'
  | 'component'
  | 'layer'
  | 'tags'
> &
  Partial<Span>;

/** All spans of a journey that have ended by then, segment by segment. */
export function spansOf(
  environment: EnvironmentName,
  journey: Journey,
  now: number,
): Span[] {
  return journey.visits.flatMap((visit, index) =>
    visit.time + visit.durationMs > now
      ? []
      : segmentSpans(environment, journey, visit, index),
  );
}

/** The spans of one visit: its entry, a call of each callee, and the calls of stores in between. */
export function segmentSpans(
  environment: EnvironmentName,
  journey: Journey,
  visit: Visit,
  index: number,
): Span[] {
  const { service, pod } = visit;
  const segmentId = segmentIdOf(journey, index);
  const common = {
    traceId: journey.traceId,
    segmentId,
    serviceCode: service.name,
    serviceInstanceName: pod.name,
  };
  const entry = entryOf(environment, journey, visit);
  const exits = [
    ...journey.visits
      .filter(({ caller }) => caller === visit)
      .map(callee => calleeExit(environment, journey, visit, callee)),
    ...storeExits(journey, visit, index),
  ].sort((a, b) => a.startTime - b.startTime);
  const failed = visit.failed ? failureOf(journey, visit) : undefined;
  // Where the database let it down, its span says so as well.
  const guilty =
    failed && /sql|timeout/i.test(failed.kind)
      ? exits.find(({ layer }) => layer === 'Database')
      : undefined;
  return [entry, ...exits].map((draft, spanId) => ({
    ...common,
    spanId,
    parentSpanId: spanId === 0 ? -1 : 0,
    refs: spanId === 0 ? refsOf(journey, visit) : [],
    attachedEvents: [],
    ...draft,
    isError: !!failed && (draft === entry || draft === guilty),
    logs:
      failed && (draft === entry || draft === guilty)
        ? [
            {
              time: draft.endTime,
              data: pairs({
                event: 'error',
                'error.kind': failed.kind,
                message: failed.message,
                stack: failed.stack,
              }),
            },
          ]
        : [],
  }));
}

function entryOf(
  environment: EnvironmentName,
  journey: Journey,
  visit: Visit,
): Draft {
  const { service, endpoint, time, durationMs } = visit;
  return {
    startTime: time,
    endTime: time + durationMs,
    endpointName: visitedEndpoint(
      { environment, service },
      endpoint,
      journey.traceId,
    ),
    type: 'Entry',
    peer: '',
    component: serverOf(service),
    layer: layerOf(service),
    tags: [
      ...pairs(entryTags(visit)),
      ...hostileTags({ environment, service }, journey.traceId),
    ],
  };
}

/** What an agent says about a request that it got. */
function entryTags(visit: Visit): Record<string, string> {
  const { service, endpoint, path } = visit;
  switch (service.protocol) {
    case 'http':
      return {
        url: `http://${service.name}${path}`,
        'http.method': endpoint.method,
        'http.status_code': String(statusOf(visit)),
      };
    case 'rpc':
      return { url: `dubbo://${service.name}:${service.port}/${path}` };
    default:
      return { 'mq.broker': 'kafka:9092', 'mq.topic': path };
  }
}

function calleeExit(
  environment: EnvironmentName,
  journey: Journey,
  { service }: Visit,
  callee: Visit,
): Draft {
  const { endpoint } = callee;
  return {
    startTime: callee.time,
    endTime: callee.time + callee.durationMs,
    endpointName: visitedEndpoint(
      { environment, service: callee.service },
      endpoint,
      journey.traceId,
    ),
    type: 'Exit',
    peer: `${callee.service.name}:${callee.service.port}`,
    component: clientOf(service, callee.service),
    layer: layerOf(callee.service),
    tags:
      callee.service.protocol === 'http'
        ? pairs({
            url: `http://${callee.service.name}${callee.path}`,
            'http.method': endpoint.method,
            'http.status_code': String(statusOf(callee)),
          })
        : [],
  };
}

/** Calls of databases, caches and queues: each request makes about as many as its service usually does. */
function storeExits(journey: Journey, visit: Visit, index: number): Draft[] {
  const { service, durationMs } = visit;
  const drafts: Draft[] = [];
  let passed = 1;
  service.calls.forEach(({ to, rate }, which) => {
    const store = BACKING_STORES.find(({ name }) => name === to);
    if (!store) return;
    const state = hash(journey.traceId, index, which);
    const times = Math.floor(rate + toUnit(state));
    for (let call = 0; call < times; call++) {
      const { p50 } = STORE_LATENCY[store.type];
      const wanted = p50 * Math.exp(1.5 * (toUnit(mix(state, call)) - 0.3));
      const left = Math.max(0, durationMs - passed);
      const took = Math.min(left, Math.max(1, Math.round(wanted)));
      drafts.push(storeExit(store, journey, visit, passed, took));
      passed += took;
    }
  });
  return drafts;
}

function storeExit(
  store: BackingStore,
  { subject }: Journey,
  visit: Visit,
  passed: number,
  took: number,
): Draft {
  const writes = visit.endpoint.method === 'POST';
  const table = visit.service.name.split('-')[0];
  const { client, layer } = STORES[store.type];
  const { endpointName, tags } = storeWords(store, { writes, table, subject });
  return {
    startTime: visit.time + Math.min(passed, visit.durationMs),
    endTime: visit.time + Math.min(passed + took, visit.durationMs),
    endpointName,
    type: 'Exit',
    peer: addressOf(store),
    component: client,
    layer,
    tags: pairs(tags),
  };
}

/** What an agent says about one call of a store. */
function storeWords(
  { name, type }: BackingStore,
  call: { writes: boolean; table: string; subject: number },
): { endpointName: string; tags: Record<string, string> } {
  const { writes, table, subject } = call;
  const command = writes ? 'SET' : 'GET';
  switch (type) {
    case 'database':
      return {
        endpointName: 'Mysql/JDBC/PreparedStatement/execute',
        tags: {
          'db.type': 'Mysql',
          'db.instance': name.replace('mysql-', ''),
          'db.statement': statementOf(table, writes),
        },
      };
    case 'cache':
      return {
        endpointName: `Redis/${command}`,
        tags: {
          'cache.type': 'Redis',
          'cache.op': writes ? 'write' : 'read',
          'cache.cmd': command,
          'cache.key': `${table}:${subject}`,
        },
      };
    default:
      return {
        endpointName: `Kafka/${table}.changed/Producer`,
        tags: { 'mq.broker': 'kafka:9092', 'mq.topic': `${table}.changed` },
      };
  }
}

function statementOf(table: string, writes: boolean): string {
  return writes
    ? `INSERT INTO t_${table} (id, state, updated_at) VALUES (?, ?, ?)`
    : `SELECT * FROM t_${table} WHERE id = ?`;
}

/** The caller's segment, and the span in it that made the call. */
function refsOf(journey: Journey, visit: Visit): Span['refs'] {
  const { caller } = visit;
  if (!caller) return [];
  const callerIndex = journey.visits.indexOf(caller);
  return [
    {
      traceId: journey.traceId,
      parentSegmentId: segmentIdOf(journey, callerIndex),
      parentSpanId: exitNumber(journey, caller, callerIndex, visit),
      type: 'CROSS_PROCESS',
    },
  ];
}

/** The number of the caller's span that led to a visit: exits are numbered by their start, callees before stores. */
function exitNumber(
  journey: Journey,
  caller: Visit,
  callerIndex: number,
  visit: Visit,
): number {
  const callees = journey.visits.filter(item => item.caller === caller);
  const before = callees.indexOf(visit);
  const stores = storeExits(journey, caller, callerIndex).filter(
    ({ startTime }) => startTime < visit.time,
  );
  return 1 + before + stores.length;
}

function pairs(values: Record<string, string>): KeyValue[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}
