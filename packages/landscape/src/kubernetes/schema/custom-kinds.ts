import type { RawSchema } from './schema-node';

const TEXT: RawSchema = { type: 'string' };
const NUMBER: RawSchema = { type: 'integer', format: 'int32' };
const INT_OR_TEXT: RawSchema = {
  oneOf: [{ type: 'integer' }, { type: 'string' }],
};
const FLAG: RawSchema = { type: 'boolean' };
const OPEN: RawSchema = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

/**
 * The specs of custom kinds that people write for their services, as the kinds' projects publish them: Gateway API v1 and the Prometheus operator's
 * monitoring.coreos.com/v1, with the fields that people write. A field that is not here is refused as unknown, as a
 * real server does; what has many seldom fields of its own is left open. Lists are atomic, as the API servers of the
 * test bench have them.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 */
export const CUSTOM_SPECS: Readonly<Record<string, RawSchema>> = {
  'io.k8s.networking.gateway.v1.HTTPRoute': httpRoute(),
  'com.coreos.monitoring.v1.ServiceMonitor': serviceMonitor(),
  'com.coreos.monitoring.v1.PrometheusRule': prometheusRule(),
};

function object(
  properties: Record<string, RawSchema>,
  ...required: string[]
): RawSchema {
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
  };
}

function list(items: RawSchema): RawSchema {
  return { type: 'array', items };
}

function texts(): RawSchema {
  return { type: 'object', additionalProperties: { type: 'string' } };
}

function labelSelector(): RawSchema {
  return object({
    matchLabels: texts(),
    matchExpressions: list(
      object(
        { key: TEXT, operator: TEXT, values: list(TEXT) },
        'key',
        'operator',
      ),
    ),
  });
}

function reference(more: Record<string, RawSchema> = {}): RawSchema {
  return object(
    { group: TEXT, kind: TEXT, name: TEXT, namespace: TEXT, ...more },
    'name',
  );
}

function httpRoute(): RawSchema {
  const match = object(
    { name: TEXT, type: TEXT, value: TEXT },
    'name',
    'value',
  );
  return object({
    parentRefs: list(reference({ sectionName: TEXT, port: NUMBER })),
    hostnames: list(TEXT),
    rules: list(
      object({
        name: TEXT,
        matches: list(
          object({
            path: object({ type: TEXT, value: TEXT }),
            headers: list(match),
            queryParams: list(match),
            method: TEXT,
          }),
        ),
        filters: list(OPEN),
        backendRefs: list(
          reference({ port: NUMBER, weight: NUMBER, filters: list(OPEN) }),
        ),
        timeouts: object({ request: TEXT, backendRequest: TEXT }),
        retry: object({
          codes: list({ type: 'integer' }),
          attempts: { type: 'integer' },
          backoff: TEXT,
        }),
        sessionPersistence: OPEN,
      }),
    ),
  });
}

function serviceMonitor(): RawSchema {
  return object(
    {
      jobLabel: TEXT,
      targetLabels: list(TEXT),
      podTargetLabels: list(TEXT),
      endpoints: list(
        object({
          port: TEXT,
          targetPort: INT_OR_TEXT,
          path: TEXT,
          scheme: TEXT,
          params: { type: 'object', additionalProperties: list(TEXT) },
          interval: TEXT,
          scrapeTimeout: TEXT,
          honorLabels: FLAG,
          honorTimestamps: FLAG,
          followRedirects: FLAG,
          enableHttp2: FLAG,
          filterRunning: FLAG,
          tlsConfig: OPEN,
          basicAuth: OPEN,
          authorization: OPEN,
          oauth2: OPEN,
          bearerTokenSecret: OPEN,
          relabelings: list(OPEN),
          metricRelabelings: list(OPEN),
        }),
      ),
      selector: labelSelector(),
      namespaceSelector: object({ any: FLAG, matchNames: list(TEXT) }),
      sampleLimit: { type: 'integer', format: 'int64' },
      targetLimit: { type: 'integer', format: 'int64' },
      labelLimit: { type: 'integer', format: 'int64' },
      attachMetadata: object({ node: FLAG }),
      scrapeClass: TEXT,
    },
    'endpoints',
    'selector',
  );
}

function prometheusRule(): RawSchema {
  return object({
    groups: list(
      object(
        {
          name: TEXT,
          interval: TEXT,
          query_offset: TEXT,
          partial_response_strategy: TEXT,
          limit: { type: 'integer' },
          labels: texts(),
          rules: list(
            object(
              {
                alert: TEXT,
                record: TEXT,
                expr: INT_OR_TEXT,
                for: TEXT,
                keep_firing_for: TEXT,
                labels: texts(),
                annotations: texts(),
              },
              'expr',
            ),
          ),
        },
        'name',
      ),
    ),
  });
}
