import { parseAllDocuments } from 'yaml';
import { ApiError } from '../../kubernetes/api-error';
import { apiVersionOf, resources } from '../../kubernetes/resources';
import type {
  Json,
  KubeApi,
  KubeObject,
  ResourceType,
} from '../../kubernetes/types';
import { isRecord } from '../api/input';

/** How the runner signs in `managedFields`. */
export const RUNNER = 'gitlab-runner';

/** A file of a repository. */
export interface ManifestFile {
  path: string;
  text: string;
}

/** What came of it, in the words of the job's output. */
export interface Deployment {
  ok: boolean;
  lines: string[];
}

interface Item {
  type: ResourceType;
  namespace?: string;
  name: string;
  body: { [field: string]: Json };
}

/**
 * Brings plain manifests to a cluster by server-side apply, as the job `deploy-dev` does. What rollouts decide, the
 * image and the number of pods, it leaves as somebody else has set it.
 */
export function deploy(
  api: KubeApi,
  files: readonly ManifestFile[],
): Deployment {
  const lines: string[] = [];
  let ok = true;
  for (const { path, text } of files) {
    lines.push(
      `$ kubectl apply --server-side --field-manager=${RUNNER} -f ${path}`,
    );
    try {
      for (const item of readManifests(path, text)) {
        lines.push(...applyOne(api, item));
      }
    } catch (error) {
      ok = false;
      if (!(error instanceof Error)) throw error;
      lines.push(complaint(error));
    }
  }
  return { ok, lines };
}

/** As kubectl words it. */
function complaint(error: Error): string {
  if (!(error instanceof ApiError)) return `error: ${error.message}`;
  const reason = error.reason === 'Unknown' ? '' : ` (${error.reason})`;
  return `Error from server${reason}: ${error.message}`;
}

function applyOne(api: KubeApi, item: Item): string[] {
  const { type, namespace, name } = item;
  const before = api.get(type, namespace, name);
  const { body, left } = before
    ? withoutOthers(item, before)
    : { body: item.body, left: [] };
  const after = api.patch(
    type,
    namespace,
    name,
    { type: 'apply', body },
    { manager: RUNNER, force: true, fieldValidation: 'Strict' },
  );
  const title = `${
    type.group ? `${type.singular}.${type.group}` : type.singular
  }/${name}`;
  const changed =
    after.metadata.resourceVersion !== before?.metadata.resourceVersion;
  const done = changed ? 'serverside-applied' : 'unchanged';
  return [
    `${title} ${done}`,
    ...left.map(
      ({ field, manager }) =>
        `  ${field} is left as it is: "${manager}" decides it`,
    ),
  ];
}

interface Left {
  field: string;
  manager: string;
}

/** Takes out of a workload what belongs to whoever rolls it out. */
function withoutOthers(
  { type, body }: Item,
  before: KubeObject,
): { body: { [field: string]: Json }; left: Left[] } {
  if (type !== resources.deployments && type !== resources.statefulSets) {
    return { body, left: [] };
  }
  const left: Left[] = [];
  const next: Record<string, unknown> = structuredClone(body);
  const spec = isRecord(next.spec) ? next.spec : {};
  const others = (path: string[]) =>
    before.metadata.managedFields?.find(
      ({ manager, fieldsV1 }) => manager !== RUNNER && owns(fieldsV1, path),
    )?.manager;
  const scaler = others(['f:spec', 'f:replicas']);
  if (scaler && 'replicas' in spec) {
    delete spec.replicas;
    left.push({ field: 'spec.replicas', manager: scaler });
  }
  const template = isRecord(spec.template) ? spec.template : {};
  const pod = isRecord(template.spec) ? template.spec : {};
  const containers = Array.isArray(pod.containers) ? pod.containers : [];
  for (const container of containers.filter(isRecord)) {
    const name = String(container.name);
    const key = `k:${JSON.stringify({ name })}`;
    const owner = others([
      'f:spec',
      'f:template',
      'f:spec',
      'f:containers',
      key,
      'f:image',
    ]);
    if (!owner || !('image' in container)) continue;
    delete container.image;
    left.push({ field: `the image of container ${name}`, manager: owner });
  }
  return { body: toJson(next), left };
}

function owns(fields: unknown, [first, ...rest]: string[]): boolean {
  if (!isRecord(fields) || !(first in fields)) return false;
  return rest.length === 0 || owns(fields[first], rest);
}

/** @throws Error for what is no object of a kind that the cluster serves */
function readManifests(path: string, text: string): Item[] {
  return parseAllDocuments(text).flatMap(document => {
    if (document.errors.length > 0) {
      throw new Error(`${path} is no YAML: ${document.errors[0].message}`);
    }
    const body: unknown = document.toJS({ maxAliasCount: 100 });
    if (body === null) return [];
    if (!isRecord(body) || !isRecord(body.metadata)) {
      throw new Error(`${path} holds something that is no object`);
    }
    const { apiVersion, kind, metadata } = body;
    const type = Object.values(resources).find(
      item => item.kind === kind && apiVersionOf(item) === apiVersion,
    );
    const { name, namespace } = metadata;
    if (!type) {
      throw new Error(
        `no matches for kind "${kind}" in version "${apiVersion}"`,
      );
    }
    if (typeof name !== 'string')
      throw new Error(`${path}: ${kind} has no name`);
    return [
      {
        type,
        name,
        ...(type.namespaced && {
          namespace: typeof namespace === 'string' ? namespace : 'default',
        }),
        body: toJson(body),
      },
    ];
  });
}

/** What YAML reads beyond JSON, such as dates, becomes text. */
function toJson(value: object): { [field: string]: Json } {
  return JSON.parse(JSON.stringify(value));
}
