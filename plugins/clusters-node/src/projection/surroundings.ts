import type { WatchedKinds } from '../types';
import {
  condition,
  labels,
  labelSelector,
  message,
  metadata,
  name,
  smallMetadata,
  time,
  word,
} from './parts';
import {
  list,
  need,
  number,
  numberOrText,
  orElse,
  shape,
  text,
  type Reader,
} from './readers';

export const namespace: Reader<WatchedKinds['namespaces']> = shape({
  metadata,
  status: shape({ phase: word }),
});

export const service: Reader<WatchedKinds['services']> = shape({
  metadata,
  spec: shape({
    type: word,
    clusterIP: text(64),
    selector: labels,
    ports: list(
      shape({
        name,
        port: need(number),
        protocol: word,
        appProtocol: word,
        targetPort: numberOrText,
        nodePort: number,
      }),
    ),
  }),
});

const metricTarget = shape({
  type: need(word),
  averageUtilization: number,
  averageValue: word,
  value: word,
});

const metricValue = shape({
  averageUtilization: number,
  averageValue: word,
  value: word,
});

const metricIdentity = shape({ name: need(name), selector: labelSelector });

const describedObject = shape({
  apiVersion: word,
  kind: need(word),
  name: need(name),
});

export const horizontalPodAutoscaler: Reader<
  WatchedKinds['horizontalpodautoscalers']
> = shape({
  metadata,
  spec: shape({
    scaleTargetRef: need(describedObject),
    minReplicas: number,
    maxReplicas: orElse(number, 0),
    metrics: list(
      shape({
        type: need(word),
        resource: shape({ name: need(name), target: need(metricTarget) }),
        containerResource: shape({
          name: need(name),
          container: need(name),
          target: need(metricTarget),
        }),
        pods: shape({
          metric: need(metricIdentity),
          target: need(metricTarget),
        }),
        object: shape({
          metric: need(metricIdentity),
          target: need(metricTarget),
          describedObject: need(describedObject),
        }),
        external: shape({
          metric: need(metricIdentity),
          target: need(metricTarget),
        }),
      }),
    ),
  }),
  status: shape({
    currentReplicas: number,
    desiredReplicas: orElse(number, 0),
    lastScaleTime: time,
    conditions: list(condition),
    currentMetrics: list(
      shape({
        type: need(word),
        resource: shape({ name: need(name), current: need(metricValue) }),
        containerResource: shape({
          name: need(name),
          container: need(name),
          current: need(metricValue),
        }),
        pods: shape({
          metric: need(metricIdentity),
          current: need(metricValue),
        }),
        object: shape({
          metric: need(metricIdentity),
          current: need(metricValue),
          describedObject: need(describedObject),
        }),
        external: shape({
          metric: need(metricIdentity),
          current: need(metricValue),
        }),
      }),
    ),
  }),
});

export const podDisruptionBudget: Reader<WatchedKinds['poddisruptionbudgets']> =
  shape({
    metadata,
    spec: shape({
      minAvailable: numberOrText,
      maxUnavailable: numberOrText,
      selector: labelSelector,
    }),
    status: shape({
      currentHealthy: orElse(number, 0),
      desiredHealthy: orElse(number, 0),
      disruptionsAllowed: orElse(number, 0),
      expectedPods: orElse(number, 0),
    }),
  });

export const resourceQuota: Reader<WatchedKinds['resourcequotas']> = shape({
  metadata,
  spec: shape({
    scopes: list(word),
    scopeSelector: shape({
      matchExpressions: list(
        shape({
          scopeName: need(word),
          operator: need(word),
          values: list(word),
        }),
      ),
    }),
  }),
  status: shape({ hard: labels, used: labels }),
});

export const event: Reader<WatchedKinds['events']> = shape({
  metadata: smallMetadata,
  involvedObject: need(
    shape({
      apiVersion: word,
      kind: word,
      namespace: name,
      name,
      uid: name,
      fieldPath: word,
    }),
  ),
  type: word,
  reason: word,
  message,
  count: number,
  firstTimestamp: time,
  lastTimestamp: time,
  eventTime: time,
  series: shape({ count: number, lastObservedTime: time }),
  source: shape({ component: word, host: name }),
  reportingComponent: word,
});
