/** The type `Span` of the protocol. */
export interface Span {
  traceId: string;
  segmentId: string;
  spanId: number;
  parentSpanId: number;
  refs: {
    traceId: string;
    parentSegmentId: string;
    parentSpanId: number;
    type: 'CROSS_PROCESS' | 'CROSS_THREAD';
  }[];
  serviceCode: string;
  serviceInstanceName: string;
  startTime: number;
  endTime: number;
  endpointName: string;
  type: 'Entry' | 'Exit' | 'Local';
  peer: string;
  component: string;
  isError: boolean;
  layer: 'Unknown' | 'Database' | 'RPCFramework' | 'Http' | 'MQ' | 'Cache';
  tags: KeyValue[];
  logs: { time: number; data: KeyValue[] }[];
  attachedEvents: never[];
}

export interface KeyValue {
  key: string;
  value: string;
}

/** What one service reported of one request: the spans of one visit. */
export interface SegmentRow {
  traceId: string;
  segmentId: string;
  service: string;
  pod: string;
  endpoint: string;
  start: number;
  duration: number;
  isError: boolean;
}
