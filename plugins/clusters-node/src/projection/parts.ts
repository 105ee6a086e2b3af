import {
  flag,
  list,
  need,
  number,
  numberOrText,
  orElse,
  record,
  shape,
  text,
} from './readers';

/** What several kinds are made of. */

const NAME = 253;
export const name = text(NAME);
export const time = text(40);
export const word = text(256);
export const message = text(1024);
export const image = text(1024);

export const labels = record(text(256));

/** The manifest of the last `kubectl apply` is as large as the object, and holds what is not ours to keep. */
const annotations = record(text(1024), {
  except: 'kubectl.kubernetes.io/last-applied-configuration',
});

const identity = {
  name: need(name),
  namespace: name,
  uid: need(name),
  resourceVersion: need(name),
  creationTimestamp: time,
  deletionTimestamp: time,
  labels,
};

export const ownerReferences = list(
  shape({
    apiVersion: need(word),
    kind: need(word),
    name: need(name),
    uid: need(name),
    controller: flag,
  }),
);

/** What there are thousands of gets no annotations. */
export const smallMetadata = need(shape({ ...identity, ownerReferences }));

export const metadataFields = {
  ...identity,
  ownerReferences,
  generation: number,
  annotations,
};
export const metadata = need(shape(metadataFields));

export const labelSelector = shape({
  matchLabels: labels,
  matchExpressions: list(
    shape({
      key: need(name),
      operator: need(word),
      values: list(word),
    }),
  ),
});

export const condition = shape({
  type: need(word),
  status: need(word),
  reason: word,
  message,
  lastTransitionTime: time,
});

/** `{}` where something is set that we only need to know to be there. */
const presence = shape({});

/** Without HTTP headers and commands, which may carry credentials. */
const probe = shape({
  httpGet: shape({
    path: text(1024),
    port: need(numberOrText),
    scheme: word,
  }),
  tcpSocket: shape({ port: need(numberOrText) }),
  grpc: shape({ port: need(number), service: word }),
  exec: presence,
  initialDelaySeconds: number,
  periodSeconds: number,
  timeoutSeconds: number,
  successThreshold: number,
  failureThreshold: number,
  terminationGracePeriodSeconds: number,
});

const handler = shape({
  httpGet: shape({ path: text(1024), port: need(numberOrText) }),
  tcpSocket: shape({ port: need(numberOrText) }),
  exec: presence,
  sleep: shape({ seconds: need(number) }),
});

/**
 * A container of a pod template. Environment, arguments, commands and mounts are left out: they hold secrets, and no
 * screen shows them.
 */
export const templateContainer = shape({
  name: need(name),
  image,
  imagePullPolicy: word,
  restartPolicy: word,
  ports: list(
    shape({
      name,
      containerPort: need(number),
      protocol: word,
      hostPort: number,
    }),
  ),
  resources: shape({ requests: record(word), limits: record(word) }),
  readinessProbe: probe,
  livenessProbe: probe,
  startupProbe: probe,
  lifecycle: shape({ preStop: handler, postStart: handler }),
});

/** A container of which only the image counts. */
export const plainContainer = shape({
  name: need(name),
  image,
  restartPolicy: word,
});

export const podContainer = shape({
  name: need(name),
  image,
  restartPolicy: word,
  readinessProbe: shape({
    initialDelaySeconds: number,
    periodSeconds: number,
    failureThreshold: number,
  }),
});

const terminated = shape({
  exitCode: orElse(number, 0),
  signal: number,
  reason: word,
  message,
  startedAt: time,
  finishedAt: time,
});

export const containerStatus = shape({
  name: need(name),
  image: orElse(image, ''),
  imageID: orElse(image, ''),
  ready: orElse(flag, false),
  started: flag,
  restartCount: orElse(number, 0),
  state: shape({
    waiting: shape({ reason: word, message }),
    running: shape({ startedAt: time }),
    terminated,
  }),
  lastState: shape({ terminated }),
});
