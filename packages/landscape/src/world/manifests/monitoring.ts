import { resources } from '../../kubernetes/resources';
import type { Placement } from '../placements';
import { manifest, type Manifest } from './manifest';

/** What Prometheus scrapes of a service, and when it wakes somebody. */
export function monitoring(
  { service, namespace, environment }: Placement,
  labels: Record<string, string>,
): Manifest[] {
  const metadata = { name: service.name, namespace, labels };
  const monitor = manifest(resources.serviceMonitors, metadata, {
    spec: {
      selector: { matchLabels: { app: service.name } },
      endpoints: [{ port: 'http', path: '/metrics', interval: '30s' }],
    },
  });
  if (environment !== 'prod') return [monitor];
  const selector = `namespace="${namespace}",service="${service.name}"`;
  const alert = (
    name: string,
    expr: string,
    severity: string,
    summary: string,
  ) => ({
    alert: name,
    expr,
    for: '5m',
    labels: { severity, service: service.name, team: service.owner },
    annotations: {
      summary,
      runbook_url: `/docs/default/component/${service.name}/runbook/`,
    },
  });
  const rules = manifest(resources.prometheusRules, metadata, {
    spec: {
      groups: [
        {
          name: service.name,
          rules: [
            alert(
              'HighErrorRate',
              `sum(rate(http_requests_total{${selector},code=~"5.."}[5m])) / sum(rate(http_requests_total{${selector}}[5m])) > 0.02`,
              'critical',
              `${service.name} fails more than 2 % of its requests 错误率超过 2%`,
            ),
            alert(
              'HighLatency',
              `histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{${selector}}[5m]))) > ${
                (service.latency.p99 * 3) / 1000
              }`,
              'warning',
              `${service.name} is three times slower than usual 响应变慢`,
            ),
          ],
        },
      ],
    },
  });
  return [monitor, rules];
}
