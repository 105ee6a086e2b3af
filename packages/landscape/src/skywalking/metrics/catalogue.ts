import type { AgentService } from '../estate';
import type { Figures, Subject } from './figures';
import { average, partWithin, percentile } from './latency';

/** What a metric is about, as the protocol names it. */
export type MetricScope =
  | 'Service'
  | 'ServiceInstance'
  | 'Endpoint'
  | 'ServiceRelation';

interface Measured {
  figures: Figures;
  /** How long the step is. */
  minutes: number;
  subject: Subject;
}

/** A number that an OAP keeps for every subject and step; `undefined` is no data. */
export interface Metric {
  name: string;
  scope: MetricScope;
  /** Of what only callers report: databases and caches. */
  conjectured?: boolean;
  /** The label values of a percentile, in per cent. */
  percents?: readonly number[];
  read(measured: Measured, percent?: number): number | undefined;
}

/** At most so long is satisfying; four times that is tolerable. */
const APDEX_THRESHOLD_MS = 500;

/** The OAP counts durations in tens of milliseconds for its percentiles. */
const PERCENTILE_PRECISION_MS = 10;

export const PERCENTS: readonly number[] = [50, 75, 90, 95, 99];

const cpm: Metric['read'] = ({ figures, minutes }) =>
  Math.floor(figures.calls / minutes);

const respTime: Metric['read'] = ({ figures }) => {
  const mean = average(figures.crowds);
  return mean === undefined ? undefined : Math.floor(mean);
};

const sla: Metric['read'] = ({ figures: { calls, failures } }) =>
  Math.floor((10_000 * (calls - failures)) / calls);

const apdex: Metric['read'] = ({ figures: { calls, failures, crowds } }) => {
  const satisfied = partWithin(crowds, APDEX_THRESHOLD_MS);
  const tolerated = partWithin(crowds, 4 * APDEX_THRESHOLD_MS) - satisfied;
  const passing = (calls - failures) / calls;
  return Math.floor(10_000 * passing * (satisfied + tolerated / 2));
};

const percentiles: Metric['read'] = ({ figures }, percent = 50) => {
  const value = percentile(figures.crowds, percent);
  if (value === undefined) return undefined;
  return Math.floor(value / PERCENTILE_PRECISION_MS) * PERCENTILE_PRECISION_MS;
};

/** Only a Java agent reports it. */
function ofJava(
  read: (figures: Figures, service: AgentService) => number,
): Metric['read'] {
  return ({ figures, subject }) =>
    subject.scope === 'ServiceInstance' &&
    subject.service.service.platform === 'java'
      ? Math.floor(read(figures, subject.service))
      : undefined;
}

/** The part of a pod's memory that the heap may have. */
const HEAP_PART = 0.75;

function rates(
  scope: MetricScope,
  prefix: string,
  names: { time: string; sla: string; percentile?: string },
  more: Partial<Metric> = {},
): Metric[] {
  const metrics: Metric[] = [
    { name: `${prefix}_cpm`, scope, read: cpm, ...more },
    { name: `${prefix}_${names.time}`, scope, read: respTime, ...more },
    { name: `${prefix}_${names.sla}`, scope, read: sla, ...more },
  ];
  if (names.percentile) {
    const name = `${prefix}_${names.percentile}`;
    metrics.push({
      name,
      scope,
      percents: PERCENTS,
      read: percentiles,
      ...more,
    });
  }
  return metrics;
}

const USUAL = { time: 'resp_time', sla: 'sla', percentile: 'percentile' };
const RELATION = { ...USUAL, sla: 'call_sla' };

const JVM: Metric[] = [
  jvm('cpu', ({ cpuMillis }, { service }) =>
    Math.min(100, (100 * cpuMillis) / service.cpuMillis),
  ),
  jvm('memory_heap', ({ memoryBytes }) => HEAP_PART * memoryBytes),
  jvm(
    'memory_heap_max',
    (_figures, { service }) => HEAP_PART * service.memoryMiB * 2 ** 20,
  ),
  jvm('thread_live_count', ({ calls }) => 42 + Math.min(150, calls / 12)),
];

function jvm(
  name: string,
  read: (figures: Figures, service: AgentService) => number,
): Metric {
  return {
    name: `instance_jvm_${name}`,
    scope: 'ServiceInstance',
    read: ofJava(read),
  };
}

/** The metrics of an OAP, by name. */
export type Catalogue = ReadonlyMap<string, Metric>;

/** Those that all versions have, with what the average of an endpoint is called. */
function catalogue(endpointTime: string, more: Metric[] = []): Catalogue {
  const all: Metric[] = [
    ...rates('Service', 'service', USUAL),
    { name: 'service_apdex', scope: 'Service', read: apdex },
    ...rates('ServiceInstance', 'service_instance', {
      time: 'resp_time',
      sla: 'sla',
    }),
    ...rates('Endpoint', 'endpoint', { ...USUAL, time: endpointTime }),
    ...rates('ServiceRelation', 'service_relation_client', RELATION),
    ...rates('ServiceRelation', 'service_relation_server', RELATION),
    ...rates('Service', 'database_access', USUAL, { conjectured: true }),
    ...JVM,
    ...more,
  ];
  return new Map(all.map(metric => [metric.name, metric]));
}

/** Until 8.x; a label of a percentile is its number from 0. */
export const CATALOGUE_8 = catalogue('avg');

/** From 10.0. */
export const CATALOGUE_10 = catalogue(
  'resp_time',
  rates('Service', 'cache_access', USUAL, { conjectured: true }),
);
