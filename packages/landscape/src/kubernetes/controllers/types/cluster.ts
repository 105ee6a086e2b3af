import type { KubeObject } from '../../types';
import type { Condition } from './common';

export interface Taint {
  key: string;
  value?: string;
  effect: string;
}

export interface Node extends KubeObject {
  spec: { podCIDR?: string; unschedulable?: boolean; taints?: Taint[] };
  status?: {
    addresses?: { address: string; type: string }[];
    allocatable?: Record<string, string>;
    capacity?: Record<string, string>;
    conditions?: Condition[];
    [field: string]: unknown;
  };
}

export interface Lease extends KubeObject {
  spec: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    renewTime?: string;
  };
}

export interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] };
  status?: { phase?: string; conditions?: Condition[] };
}

export interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

export interface ObjectReference {
  apiVersion?: string;
  kind: string;
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  fieldPath?: string;
}

export interface KubeEvent extends KubeObject {
  type: string;
  reason: string;
  message: string;
  action?: string;
  count?: number;
  eventTime: string | null;
  firstTimestamp: string | null;
  lastTimestamp: string | null;
  involvedObject: ObjectReference;
  reportingComponent: string;
  reportingInstance: string;
  source: { component?: string; host?: string };
}
