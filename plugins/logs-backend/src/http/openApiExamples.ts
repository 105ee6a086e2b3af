const entityRef = 'component:default/order-api';
const now = '2026-11-21T08:00:05.000Z';
const target = {
  environment: 'prod',
  cluster: 'prod-beijing',
  namespace: 'order',
};

const entry = {
  id: 'k8s-prod-2026.11.21/AZqw3f8Bq1',
  source: 'prod',
  at: '2026-11-21T08:00:01.204Z',
  level: 'error',
  message: 'ERROR o.y.OrderService - payment refused TID: 6f1c2.41.17637',
  cluster: target.cluster,
  namespace: target.namespace,
  pod: 'order-api-canary-65ff69f954-2k4xp',
  container: 'order-api',
  role: 'canary',
  version: '1.8.0',
};

const source = {
  name: 'prod',
  environments: ['prod'],
  clusters: [],
  fields: {
    time: '@timestamp',
    message: 'log',
    namespace: 'kubernetes.namespace_name',
    pod: 'kubernetes.pod_name',
    container: 'kubernetes.container_name',
    cluster: 'kubernetes.cluster_name',
    level: 'level',
  },
  discover: {
    product: 'kibana',
    version: '8.15.2',
    baseUrl: 'https://kibana.yunfan.test',
    indexPattern: 'k8s-prod-*',
  },
};

/** By the names of schemas. */
export const openApiExamples = {
  LogSourceList: {
    sources: [source],
    targets: [{ target, workloads: ['order-api'], source: 'prod' }],
    problems: [],
    now,
  },
  SearchRequest: {
    entityRef,
    environment: 'prod',
    last: 900,
    text: 'payment -healthz "timed out" retry*',
    levels: ['error', 'warn'],
    histogram: true,
  },
  SearchResult: {
    entries: [entry],
    total: { value: 1, exact: true },
    histogram: {
      interval: 10_000,
      buckets: [{ at: 1_795_248_000_000, counts: { error: 1 } }],
    },
    from: '2026-11-21T07:45:05.000Z',
    to: '2026-11-21T08:00:05.000Z',
    sources: [source],
    problems: [],
    now,
  },
  ContextRequest: {
    entityRef,
    environment: 'prod',
    source: 'prod',
    id: entry.id,
    at: entry.at,
    lines: 20,
  },
  ContextResult: { before: [], entry, after: [], problems: [], now },
  DownloadLine: entry,
};
