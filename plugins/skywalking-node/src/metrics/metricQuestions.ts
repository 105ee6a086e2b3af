import type { Capabilities, PercentileDialect } from '../oap/capabilities';

/** What metrics are of. */
export type MetricEntity =
  | { scope: 'Service'; serviceName: string }
  | {
      scope: 'ServiceInstance';
      serviceName: string;
      serviceInstanceName: string;
    }
  | { scope: 'Endpoint'; serviceName: string; endpointName: string };

export const PERCENTILES = ['p50', 'p75', 'p90', 'p95', 'p99'] as const;
export type Percentile = (typeof PERCENTILES)[number];

/** Numbers that one name of a metric brings. */
export type Figure =
  | 'requestsPerMinute'
  | 'successRate'
  | 'apdex'
  | 'average'
  | 'percentiles';

/** What is asked for, of all versions. */
export interface MetricQuestion {
  entity: MetricEntity;
  figure: Figure;
}

const PREFIX: Record<MetricEntity['scope'], string> = {
  Service: 'service',
  ServiceInstance: 'service_instance',
  Endpoint: 'endpoint',
};

/** What the metric is called on an OAP. */
export function metricName(
  { entity: { scope }, figure }: MetricQuestion,
  { endpointLatency }: Pick<Capabilities, 'endpointLatency'>,
): string {
  const prefix = PREFIX[scope];
  switch (figure) {
    case 'requestsPerMinute':
      return `${prefix}_cpm`;
    case 'successRate':
      return `${prefix}_sla`;
    case 'apdex':
      return `${prefix}_apdex`;
    case 'average':
      return scope === 'Endpoint' ? endpointLatency : `${prefix}_resp_time`;
    default:
      return `${prefix}_percentile`;
  }
}

/** OAPs count success in hundredths of a per cent, and apdex in ten-thousandths. */
export function scaleOf(figure: Figure): number {
  return figure === 'successRate' || figure === 'apdex' ? 10_000 : 1;
}

const LABELS: Record<PercentileDialect, string> = {
  v1: '',
  label: "{label='0,1,2,3,4'}",
  _: "{_='0,1,2,3,4'}",
  p: "{p='50,75,90,95,99'}",
};

/** The metric as an expression. */
export function expressionOf(
  question: MetricQuestion,
  capabilities: Capabilities,
): string {
  const name = metricName(question, capabilities);
  return question.figure === 'percentiles'
    ? `${name}${LABELS[capabilities.percentiles]}`
    : name;
}

/** What `readLabeledMetricsValues` calls the percentiles, in their order. */
export const V1_LABELS: readonly string[] = ['0', '1', '2', '3', '4'];

/** Which percentile a label stands for: its number from 0, or itself. */
export function percentileOf(label: string): Percentile | undefined {
  const place = V1_LABELS.indexOf(label);
  if (place >= 0) return PERCENTILES[place];
  return PERCENTILES.find(percentile => percentile === `p${label}`);
}
