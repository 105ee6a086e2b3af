import { isObject, type JsonObject } from '../../json';
import { apiVersionOf, resources } from '../../resources';
import type { FieldsV1, Json, ResourceType } from '../../types';
import recordedRefusals from './refusals.json';
import recordedObjects from './stored.json';

/** A manifest and what a Kubernetes 1.36 API server has made of it. */
export interface Stored {
  type: ResourceType;
  sent: JsonObject;
  /** Without what the server adds by itself. */
  stored: JsonObject;
  /** The fields of the manager that sent it. */
  owned: FieldsV1;
}

/** A manifest with one fault and what a Kubernetes 1.36 API server says to it. */
export interface Refusal {
  /** What is wrong, for the name of a test. */
  title: string;
  type: ResourceType;
  sent: JsonObject;
  /** What comes behind `… is invalid: `. */
  message: string;
}

function typeOf(sent: Json): ResourceType {
  const { apiVersion, kind } = isObject(sent) ? sent : {};
  const found = Object.values(resources).find(
    type => type.kind === kind && apiVersionOf(type) === apiVersion,
  );
  if (!found) throw new Error(`no such kind: ${apiVersion} ${kind}`);
  return found;
}

/** The same object with another value at a path such as `spec.ports.0.port`; `undefined` removes what is there. */
export function altered(
  value: Json,
  path: string[],
  to: Json | undefined,
): Json {
  const [key, ...rest] = path;
  if (Array.isArray(value))
    return value.map((item, index) =>
      index === Number(key) ? altered(item, rest, to) : item,
    );
  const object: JsonObject = isObject(value) ? { ...value } : {};
  const child = rest.length ? altered(object[key] ?? {}, rest, to) : to;
  if (child === undefined) delete object[key];
  else object[key] = child;
  return object;
}

// The inferred types of the recordings are unions of all their objects.
const { objects, refusals: changes } = recordedRefusals as unknown as {
  objects: Record<string, JsonObject>;
  refusals: { object: string; change: string; to?: Json; message: string }[];
};

export const refusals: Refusal[] = changes.map(
  ({ object, change, to, message }) => {
    const sent = altered(objects[object], change.split('.'), to);
    return {
      title: `${object} with ${change}=${JSON.stringify(to)?.slice(0, 60)}`,
      type: typeOf(sent),
      sent: { metadata: {}, ...(isObject(sent) && sent) },
      message,
    };
  },
);

export const stored: Stored[] = (
  recordedObjects as unknown as Omit<Stored, 'type'>[]
).map(recording => ({ ...recording, type: typeOf(recording.sent) }));
