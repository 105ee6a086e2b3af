import {
  COMMON,
  LOGS,
  METADATA_1,
  METADATA_2,
  METRICS_2,
  TOPOLOGY,
  TRACES,
} from './common';

/** What is 10.1's own: layers, expressions, query tracing; rows are counted no more. */
const OWN = `
  input Duration { start: String! end: String! step: Step! }
  input Pagination { pageNum: Int pageSize: Int! }

  enum Scope {
    All Service ServiceInstance Endpoint Process
    ServiceRelation ServiceInstanceRelation EndpointRelation ProcessRelation
  }

  input Entity {
    scope: Scope
    serviceName: String
    normal: Boolean
    serviceInstanceName: String
    endpointName: String
    processName: String
    destServiceName: String
    destNormal: Boolean
    destServiceInstanceName: String
    destEndpointName: String
    destProcessName: String
  }

  type Service {
    id: ID!
    name: String!
    group: String!
    shortName: String!
    layers: [String!]!
    normal: Boolean
  }
  type ServiceInstance {
    id: ID!
    name: String!
    attributes: [Attribute!]!
    language: Language!
    instanceUUID: String!
  }

  type KVInt { id: ID! value: Long! isEmptyValue: Boolean! }
  type NullableValue { value: Long! isEmptyValue: Boolean! }

  enum ExpressionResultType { UNKNOWN SINGLE_VALUE TIME_SERIES_VALUES SORTED_LIST RECORD_LIST }
  type Metadata { labels: [KeyValue!]! }
  type MQEValue { id: ID value: String traceID: ID }
  type MQEValues { metric: Metadata! values: [MQEValue!]! }
  type DebuggingTrace { traceId: String! condition: String! startTime: Long! endTime: Long! duration: Long! }
  type ExpressionResult {
    type: ExpressionResultType!
    results: [MQEValues!]!
    error: String
    debuggingTrace: DebuggingTrace
  }
  type MetricDefinition { name: String! type: MetricsType! catalog: String }

  input TraceQueryCondition {
    serviceId: ID
    serviceInstanceId: ID
    traceId: String
    endpointId: ID
    queryDuration: Duration
    minTraceDuration: Int
    maxTraceDuration: Int
    traceState: TraceState!
    queryOrder: QueryOrder!
    tags: [SpanTag!]
    paging: Pagination!
  }
  type TraceBrief { traces: [BasicTrace!]! debuggingTrace: DebuggingTrace }
  type AttachedEvent { event: String! }
  type Span {
    traceId: ID!
    segmentId: ID!
    spanId: Int!
    parentSpanId: Int!
    refs: [Ref!]!
    serviceCode: String!
    serviceInstanceName: String!
    startTime: Long!
    endTime: Long!
    endpointName: String
    type: String!
    peer: String
    component: String
    isError: Boolean
    layer: String
    tags: [KeyValue!]!
    logs: [LogEntity!]!
    attachedEvents: [AttachedEvent!]!
  }

  type Node { id: ID! name: String! type: String isReal: Boolean! layers: [String!]! }

  input LogQueryCondition {
    serviceId: ID
    serviceInstanceId: ID
    endpointId: ID
    relatedTrace: TraceScopeCondition
    queryDuration: Duration
    paging: Pagination!
    tags: [LogTag!]
    keywordsOfContent: [String!]
    excludingKeywordsOfContent: [String!]
  }
  type Logs { errorReason: String logs: [Log!]! debuggingTrace: DebuggingTrace }

  enum EventType { Normal Error }
  type Source { service: String serviceInstance: String endpoint: String }
  type Event {
    uuid: String!
    source: Source!
    name: String!
    type: EventType!
    message: String
    parameters: [KeyValue!]
    startTime: Long!
    endTime: Long
    layer: String!
  }
  type Events { events: [Event!]! }
  input SourceInput { service: String serviceInstance: String endpoint: String }
  input EventQueryCondition {
    uuid: String
    source: SourceInput
    name: String
    type: EventType
    time: Duration
    order: Order
    layer: String
    paging: Pagination!
  }
  type AlarmMessage {
    startTime: Long!
    scope: Scope
    id: ID!
    message: String!
    events: [Event!]!
    tags: [KeyValue!]!
  }
  type Alarms { msgs: [AlarmMessage!]! }
  type AlarmTrend { numOfAlarm: [Int]! }
  input AlarmTag { key: String! value: String }

  type HierarchyService { id: ID! name: String! layer: String! normal: Boolean! }
  type HierarchyServiceRelation { upperService: HierarchyService! lowerService: HierarchyService! }
  type ServiceHierarchy { relations: [HierarchyServiceRelation!]! }
  type LayerLevel { layer: String! level: Int! }

  extend type Query {
    readNullableMetricsValue(condition: MetricsCondition!, duration: Duration!): NullableValue!
    listMetrics(regex: String): [MetricDefinition!]!
    execExpression(expression: String!, entity: Entity!, duration: Duration!, debug: Boolean, dumpDBRsp: Boolean): ExpressionResult!
    queryBasicTraces(condition: TraceQueryCondition, debug: Boolean): TraceBrief
    queryTrace(traceId: ID!, debug: Boolean): Trace
    queryLogs(condition: LogQueryCondition, debug: Boolean): Logs
    getGlobalTopology(duration: Duration!, layer: String, debug: Boolean): Topology
    getServiceTopology(serviceId: ID!, duration: Duration!, debug: Boolean): Topology
    getServicesTopology(serviceIds: [ID!]!, duration: Duration!, debug: Boolean): Topology
    getEndpointDependencies(endpointId: ID!, duration: Duration!, debug: Boolean): EndpointTopology
    getServiceHierarchy(serviceId: ID!, layer: String!): ServiceHierarchy!
    listLayerLevels: [LayerLevel!]!
    queryEvents(condition: EventQueryCondition): Events
    getAlarmTrend(duration: Duration!): AlarmTrend!
    getAlarm(duration: Duration!, scope: Scope, keyword: String, paging: Pagination!, tags: [AlarmTag]): Alarms
  }
`;

export const SDL_10 = [
  COMMON,
  METADATA_1,
  METADATA_2,
  METRICS_2,
  TRACES,
  TOPOLOGY,
  LOGS,
  OWN,
].join('\n');
