import type { WatchedKinds } from '../types';
import {
  condition,
  containerStatus,
  labels,
  labelSelector,
  message,
  metadata,
  metadataFields,
  name,
  plainContainer,
  podContainer,
  smallMetadata,
  templateContainer,
  time,
  word,
} from './parts';
import {
  flag,
  list,
  need,
  number,
  numberOrText,
  orElse,
  shape,
  text,
  tree,
  type Reader,
} from './readers';

const templateMetadata = shape({
  labels,
  annotations: metadataFields.annotations,
});

/** Deployments keep their field owners: they are how we know who changed what. */
export const deployment: Reader<WatchedKinds['deployments']> = shape({
  metadata: need(
    shape({
      ...metadataFields,
      managedFields: list(
        shape({
          manager: word,
          operation: word,
          time,
          subresource: word,
          fieldsV1: tree,
        }),
      ),
    }),
  ),
  spec: shape({
    replicas: number,
    paused: flag,
    minReadySeconds: number,
    progressDeadlineSeconds: number,
    revisionHistoryLimit: number,
    selector: orElse(labelSelector, {}),
    strategy: shape({
      type: word,
      rollingUpdate: shape({
        maxSurge: numberOrText,
        maxUnavailable: numberOrText,
      }),
    }),
    template: need(
      shape({
        metadata: templateMetadata,
        spec: shape({
          containers: orElse(list(templateContainer), []),
          initContainers: list(templateContainer),
          nodeSelector: labels,
          serviceAccountName: name,
          terminationGracePeriodSeconds: number,
        }),
      }),
    ),
  }),
  status: shape({
    observedGeneration: number,
    replicas: number,
    updatedReplicas: number,
    readyReplicas: number,
    availableReplicas: number,
    unavailableReplicas: number,
    conditions: list(
      shape({
        type: need(word),
        status: need(word),
        reason: word,
        message,
        lastTransitionTime: time,
        lastUpdateTime: time,
      }),
    ),
  }),
});

export const replicaSet: Reader<WatchedKinds['replicasets']> = shape({
  metadata,
  spec: shape({
    replicas: number,
    selector: orElse(labelSelector, {}),
    template: shape({
      metadata: templateMetadata,
      spec: shape({
        containers: orElse(list(plainContainer), []),
        initContainers: list(plainContainer),
      }),
    }),
  }),
  status: shape({
    observedGeneration: number,
    replicas: orElse(number, 0),
    readyReplicas: number,
    availableReplicas: number,
    conditions: list(condition),
  }),
});

/** There are thousands of pods: only what the Deploy tab tells of one. */
export const pod: Reader<WatchedKinds['pods']> = shape({
  metadata: smallMetadata,
  spec: shape({
    nodeName: name,
    containers: orElse(list(podContainer), []),
    initContainers: list(plainContainer),
  }),
  status: shape({
    phase: word,
    reason: word,
    message,
    podIP: text(64),
    startTime: time,
    conditions: list(condition),
    containerStatuses: list(containerStatus),
    initContainerStatuses: list(containerStatus),
  }),
});
