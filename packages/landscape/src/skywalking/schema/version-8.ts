import {
  COMMON,
  LOGS,
  METADATA_1,
  METRICS_2,
  TOPOLOGY,
  TRACES,
} from './common';

/** What is 8.7's own: counts of all rows, no layers, no expressions. */
const OWN = `
  input Duration { start: String! end: String! step: Step! }
  input Pagination { pageNum: Int pageSize: Int! needTotal: Boolean }

  enum Scope {
    All Service ServiceInstance Endpoint
    ServiceRelation ServiceInstanceRelation EndpointRelation
  }

  input Entity {
    scope: Scope!
    serviceName: String
    normal: Boolean
    serviceInstanceName: String
    endpointName: String
    destServiceName: String
    destNormal: Boolean
    destServiceInstanceName: String
    destEndpointName: String
  }

  type Service { id: ID! name: String! group: String! }
  type ServiceInstance {
    id: ID!
    name: String!
    attributes: [Attribute!]!
    language: Language!
    instanceUUID: String!
  }

  type KVInt { id: ID! value: Long! }

  input TraceQueryCondition {
    serviceId: ID
    serviceInstanceId: ID
    traceId: String
    endpointName: String
    endpointId: ID
    queryDuration: Duration
    minTraceDuration: Int
    maxTraceDuration: Int
    traceState: TraceState!
    queryOrder: QueryOrder!
    tags: [SpanTag!]
    paging: Pagination!
  }
  type TraceBrief { traces: [BasicTrace!]! total: Int! }
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
  }

  type Node { id: ID! name: String! type: String isReal: Boolean! }

  input LogQueryCondition {
    serviceId: ID
    serviceInstanceId: ID
    endpointId: ID
    endpointName: String
    relatedTrace: TraceScopeCondition
    queryDuration: Duration
    paging: Pagination!
    tags: [LogTag!]
    keywordsOfContent: [String!]
    excludingKeywordsOfContent: [String!]
  }
  type Logs { logs: [Log!]! total: Int! }

  type AlarmMessage { startTime: Long! scope: Scope id: ID! message: String! tags: [KeyValue!]! }
  type Alarms { msgs: [AlarmMessage!]! total: Int! }
  type AlarmTrend { numOfAlarm: [Int]! }
  input AlarmTag { key: String! value: String }

  extend type Query {
    queryBasicTraces(condition: TraceQueryCondition): TraceBrief
    queryTrace(traceId: ID!): Trace
    queryLogs(condition: LogQueryCondition): Logs
    getGlobalTopology(duration: Duration!): Topology
    getServiceTopology(serviceId: ID!, duration: Duration!): Topology
    getServicesTopology(serviceIds: [ID!]!, duration: Duration!): Topology
    getEndpointDependencies(endpointId: ID!, duration: Duration!): EndpointTopology
    getAlarmTrend(duration: Duration!): AlarmTrend!
    getAlarm(duration: Duration!, scope: Scope, keyword: String, paging: Pagination!, tags: [AlarmTag]): Alarms
  }
`;

export const SDL_8 = [
  COMMON,
  METADATA_1,
  METRICS_2,
  TRACES,
  TOPOLOGY,
  LOGS,
  OWN,
].join('\n');
