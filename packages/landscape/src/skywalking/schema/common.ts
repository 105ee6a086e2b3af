/** What all versions have of their own schema: scalars, durations, paging, names. */
export const COMMON = `
  scalar Long

  type Query {
    version: String
    checkHealth: HealthStatus!
    getTimeInfo: TimeInfo
  }

  type HealthStatus { score: Int! details: String }
  type TimeInfo { timezone: String currentTimestamp: Long }
  type KeyValue { key: String! value: String }
  type Attribute { name: String! value: String! }
  type Endpoint { id: ID! name: String! }
  type EndpointInfo { id: ID! name: String! serviceId: ID! serviceName: String! }

  enum Step { DAY HOUR MINUTE SECOND }
  enum Order { ASC DES }
  enum DetectPoint { CLIENT SERVER PROXY }
  enum Language { UNKNOWN JAVA DOTNET NODEJS PYTHON RUBY GO LUA PHP }

  extend type Query {
    getEndpointInfo(endpointId: ID!): EndpointInfo
  }
`;

/** Services, instances and endpoints as 8.x asks for them; later versions still answer. */
export const METADATA_1 = `
  extend type Query {
    getAllServices(duration: Duration!, group: String): [Service!]!
    searchServices(duration: Duration!, keyword: String!): [Service!]!
    searchService(serviceCode: String!): Service
    getServiceInstances(duration: Duration!, serviceId: ID!): [ServiceInstance!]!
    searchEndpoint(keyword: String!, serviceId: ID!, limit: Int!): [Endpoint!]!
  }
`;

/** The same by layers, from 9.0. */
export const METADATA_2 = `
  extend type Query {
    listLayers: [String!]!
    listServices(layer: String): [Service!]!
    getService(serviceId: String!): Service
    findService(serviceName: String!): Service
    listInstances(duration: Duration!, serviceId: ID!): [ServiceInstance!]!
    getInstance(instanceId: String!): ServiceInstance
    findEndpoint(keyword: String, serviceId: ID!, limit: Int!): [Endpoint!]!
  }
`;

/** Metrics by name, as 8.x reads them. */
export const METRICS_2 = `
  enum MetricsType { UNKNOWN REGULAR_VALUE LABELED_VALUE HEATMAP SAMPLED_RECORD }

  input MetricsCondition { name: String! entity: Entity }
  input TopNCondition {
    name: String!
    parentService: String
    normal: Boolean
    scope: Scope
    topN: Int!
    order: Order!
  }

  type IntValues { values: [KVInt!]! }
  type MetricsValues { label: String values: IntValues }
  type SelectedRecord { name: String! id: ID! value: String refId: ID }

  extend type Query {
    typeOfMetrics(name: String!): MetricsType!
    readMetricsValue(condition: MetricsCondition!, duration: Duration!): Long!
    readMetricsValues(condition: MetricsCondition!, duration: Duration!): MetricsValues!
    readLabeledMetricsValues(condition: MetricsCondition!, labels: [String!]!, duration: Duration!): [MetricsValues!]!
    sortMetrics(condition: TopNCondition!, duration: Duration!): [SelectedRecord!]!
  }
`;

export const TRACES = `
  enum TraceState { ALL SUCCESS ERROR }
  enum QueryOrder { BY_START_TIME BY_DURATION }
  enum RefType { CROSS_PROCESS CROSS_THREAD }

  input SpanTag { key: String! value: String }

  type BasicTrace {
    segmentId: String!
    endpointNames: [String!]!
    duration: Int!
    start: String!
    isError: Boolean
    traceIds: [String!]!
  }
  type Trace { spans: [Span!]! }
  type Ref { traceId: ID! parentSegmentId: ID! parentSpanId: Int! type: RefType! }
  type LogEntity { time: Long! data: [KeyValue!] }
`;

export const TOPOLOGY = `
  type Call {
    source: ID!
    sourceComponents: [ID!]!
    target: ID!
    targetComponents: [ID!]!
    id: ID!
    detectPoints: [DetectPoint!]!
  }
  type Topology { nodes: [Node!]! calls: [Call!]! }
  type EndpointNode { id: ID! name: String! serviceId: ID! serviceName: String! type: String isReal: Boolean! }
  type EndpointTopology { nodes: [EndpointNode!]! calls: [Call!]! }
`;

export const LOGS = `
  enum ContentType { TEXT JSON YAML }

  input TraceScopeCondition { traceId: ID! segmentId: ID spanId: Int }
  input LogTag { key: String! value: String }

  type Log {
    serviceName: String
    serviceId: ID
    serviceInstanceName: String
    serviceInstanceId: ID
    endpointName: String
    endpointId: ID
    traceId: ID
    timestamp: Long!
    contentType: ContentType!
    content: String
    tags: [KeyValue!]
  }

  extend type Query {
    supportQueryLogsByKeywords: Boolean!
  }
`;
