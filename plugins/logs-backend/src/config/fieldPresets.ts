/** How the fields of a source are called. */
export interface SourceFields {
  time: string;
  /** The first that a line has is its text. */
  message: readonly string[];
  namespace: string;
  pod: string;
  container: string;
  cluster?: string;
  level?: string;
  traceId?: string;
  /** The image that the container ran. */
  image?: string;
  /** Rises with every line of a container: orders those of the same moment. */
  tieBreaker?: string;
}

const FLUENT: SourceFields = {
  time: '@timestamp',
  message: ['log', 'message'],
  namespace: 'kubernetes.namespace_name',
  pod: 'kubernetes.pod_name',
  container: 'kubernetes.container_name',
  image: 'kubernetes.container_image',
};

/** What the usual collectors call them, where nobody has changed it. */
export const FIELD_PRESETS = {
  fluentd: FLUENT,
  'fluent-bit': FLUENT,
  filebeat: {
    time: '@timestamp',
    message: ['message'],
    namespace: 'kubernetes.namespace',
    pod: 'kubernetes.pod.name',
    container: 'kubernetes.container.name',
    cluster: 'orchestrator.cluster.name',
    level: 'log.level',
    traceId: 'trace.id',
    image: 'container.image.name',
    tieBreaker: 'log.offset',
  },
  opentelemetry: {
    time: '@timestamp',
    message: ['body.text', 'body'],
    namespace: 'resource.attributes.k8s.namespace.name',
    pod: 'resource.attributes.k8s.pod.name',
    container: 'resource.attributes.k8s.container.name',
    cluster: 'resource.attributes.k8s.cluster.name',
    level: 'severity_text',
    traceId: 'trace_id',
    image: 'resource.attributes.container.image.name',
  },
} satisfies Record<string, SourceFields>;
