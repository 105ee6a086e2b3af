import type { Json, KubeObject, ResourceType } from '../types';
import type { JsonObject } from '../json';
import { apiVersionOf, resources } from '../resources';
import {
  ApiClient,
  eventually,
  type ApiAnswer,
  type ApiRequest,
  type ApiTarget,
} from './client';

/** A cluster to put the contract before. */
export interface Connection {
  target: ApiTarget;
  /** Called while a test waits: lets a simulated clock go faster, or gives running containers something to log. */
  whileWaiting?: () => void;
  /** Makes the server forget the past, as a real one does by itself. */
  forget?: () => void;
  close?: () => Promise<void>;
}

export const MERGE = 'application/merge-patch+json';
export const STRATEGIC = 'application/strategic-merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';
export const APPLY = 'application/apply-patch+yaml';

/** Parts of a URL below a kind. */
export interface Place {
  name?: string;
  subresource?: string;
  /** `false`: all namespaces. */
  namespaced?: boolean;
  query?: Record<string, string | number | boolean>;
}

/** What every test of the contract works with: one namespace of one cluster. */
export class Fixture {
  readonly client: ApiClient;
  readonly namespace: string;
  readonly #connection: Connection;

  constructor(connection: Connection, namespace: string) {
    this.#connection = connection;
    this.client = new ApiClient(connection.target);
    this.namespace = namespace;
  }

  async open(): Promise<void> {
    await this.create(resources.namespaces, {
      metadata: { name: this.namespace },
    });
    await this.eventually(resources.serviceAccounts, 'default', Boolean);
  }

  async close(): Promise<void> {
    await this.send(resources.namespaces, {
      method: 'DELETE',
      name: this.namespace,
    });
    this.client.close();
    await this.#connection.close?.();
  }

  url(type: ResourceType, place: Place = {}): string {
    const { name, subresource, namespaced = true, query = {} } = place;
    const parts = [
      type.group ? `/apis/${type.group}` : '/api',
      type.version,
      ...(type.namespaced && namespaced ? ['namespaces', this.namespace] : []),
      type.plural,
      ...(name ? [name] : []),
      ...(subresource ? [subresource] : []),
    ];
    const search = new URLSearchParams(
      Object.entries(query).map(([key, value]) => [key, String(value)]),
    ).toString();
    return parts.join('/') + (search && `?${search}`);
  }

  send(
    type: ResourceType,
    options: Place & ApiRequest = {},
  ): Promise<ApiAnswer> {
    return this.client.request(this.url(type, options), options);
  }

  /** Creates an object; anything but success is an error. */
  async create<T extends KubeObject>(
    type: ResourceType<T>,
    body: JsonObject,
  ): Promise<KubeObject> {
    const answer = await this.send(type, {
      method: 'POST',
      body: { apiVersion: apiVersionOf(type), kind: type.kind, ...body },
    });
    return parseObject(answer);
  }

  async get(type: ResourceType, name: string): Promise<KubeObject> {
    return parseObject(await this.send(type, { name }));
  }

  async list(
    type: ResourceType,
    labelSelector?: string,
  ): Promise<KubeObject[]> {
    const answer = await this.send(type, {
      query: labelSelector === undefined ? undefined : { labelSelector },
    });
    const { items }: { items: KubeObject[] } = JSON.parse(answer.text);
    return items;
  }

  /** A PATCH whose type follows from its content type. */
  patch(
    type: ResourceType,
    name: string,
    contentType: string,
    body: Json,
    options: Place & ApiRequest = {},
  ): Promise<ApiAnswer> {
    return this.send(type, {
      ...options,
      method: 'PATCH',
      name,
      contentType,
      body,
    });
  }

  /** Server-side apply. */
  apply(
    type: ResourceType,
    name: string,
    manager: string,
    body: JsonObject,
    query: Place['query'] = {},
  ): Promise<ApiAnswer> {
    const { metadata = {}, ...rest } = body;
    return this.patch(
      type,
      name,
      APPLY,
      {
        apiVersion: apiVersionOf(type),
        kind: type.kind,
        metadata: { name, ...(metadata as JsonObject) },
        ...rest,
      },
      { query: { fieldManager: manager, ...query } },
    );
  }

  /** The server does not remember its beginnings any more. */
  forget(): void {
    this.#connection.forget?.();
  }

  /** Waits until the object is as wanted; undefined stands for one that is not there. */
  async eventually(
    type: ResourceType,
    name: string,
    wanted: (object: KubeObject | undefined) => boolean,
  ): Promise<KubeObject | undefined> {
    return this.until(async () => {
      const answer = await this.send(type, { name });
      return answer.code === 404 ? undefined : parseObject(answer);
    }, wanted);
  }

  /** Asks again and again until the answer is as wanted. */
  until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
    return eventually(() => {
      this.#connection.whileWaiting?.();
      return ask();
    }, wanted);
  }
}

function parseObject(answer: ApiAnswer): KubeObject {
  if (answer.code >= 300) throw new Error(answer.text);
  const object: KubeObject = JSON.parse(answer.text);
  return object;
}

/** A Deployment whose pods carry the label `app` with its name. */
export function deployment(
  name: string,
  options: {
    replicas?: number;
    image?: string;
    labels?: Record<string, string>;
    spec?: JsonObject;
  } = {},
): JsonObject {
  const labels = { app: name, ...options.labels };
  return {
    metadata: { name },
    spec: {
      replicas: options.replicas ?? 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'app', image: options.image ?? 'registry.example/app:1' },
          ],
        },
      },
      ...options.spec,
    },
  };
}

export function configMap(
  name: string,
  data: Record<string, string> = {},
  labels: Record<string, string> = {},
): JsonObject {
  return { metadata: { name, labels }, data };
}
