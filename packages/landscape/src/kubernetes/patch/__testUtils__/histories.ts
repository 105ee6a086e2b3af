import { resources } from '../../resources';
import type {
  FieldsV1,
  Json,
  KubeObject,
  PatchType,
  ResourceType,
} from '../../types';
import recorded from './histories.json';

/** One patch and what a real API server made of it. */
export interface Step {
  operation: PatchType;
  manager: string;
  force?: boolean;
  body: Json;
  /** Without what the server adds by itself. */
  object?: Json;
  /** `timed`: the entry has a time. */
  managers?: {
    manager: string;
    operation: string;
    timed: boolean;
    fields: FieldsV1;
  }[];
  error?: string;
}

/** An object from its making on, as it went on a Kubernetes 1.36 API server. */
export interface History {
  type: ResourceType;
  /** Created by the manager `creator`. */
  created: KubeObject;
  steps: Step[];
}

function typeOf(kind: string): ResourceType {
  const found = Object.values(resources).find(type => type.kind === kind);
  if (!found) throw new Error(`no such kind: ${kind}`);
  return found;
}

/** Everything that was recorded; `patch.real.test.ts` sees to it that it still holds. */
export const histories: History[] = recorded.map(
  ({ kind, created, steps }) => ({
    type: typeOf(kind),
    // The inferred type of the recording is a union of all its bodies.
    created: created as unknown as KubeObject,
    steps: steps as unknown as Step[],
  }),
);

/** The part of an object that was recorded. */
export function recordedPart({ metadata, ...rest }: KubeObject): {
  object: Json;
  managers: Step['managers'];
} {
  const { labels, annotations, finalizers, managedFields = [] } = metadata;
  const content: Record<string, unknown> = {
    ...rest,
    metadata: { labels, annotations, finalizers },
  };
  for (const key of ['apiVersion', 'kind', 'status']) delete content[key];
  const spec = { ...(content.spec as Record<string, unknown> | undefined) };
  for (const key of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'])
    delete spec[key];
  if (content.spec) content.spec = spec;
  return {
    // Without what is `undefined`.
    object: JSON.parse(JSON.stringify(content)),
    managers: managedFields.map(
      ({ manager, operation, time, fieldsV1: fields }) => ({
        manager,
        operation,
        timed: time !== undefined,
        fields,
      }),
    ),
  };
}
