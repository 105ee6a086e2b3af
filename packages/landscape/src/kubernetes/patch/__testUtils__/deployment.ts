import { resources } from '../../resources';
import type { Json, KubeObject, Subresource } from '../../types';
import { applyDefaults } from '../../validation';
import { recordUpdate, serverSideApply } from '..';

/** A Deployment as the tests look at it. */
export interface Deployment extends KubeObject {
  spec: {
    replicas: number;
    revisionHistoryLimit: number;
    template: { spec: { containers: { name: string; image?: string }[] } };
  };
}

const type = resources.deployments;

/** A configuration to apply; `undefined`: one without a spec. */
export function configuration(
  spec: Json | undefined,
  metadata: object = {},
): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    ...(spec !== undefined && { spec }),
  };
}

/** A Deployment as `creator` has made it. */
export function newDeployment(): Deployment {
  const draft = configuration({
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'web:1' }] },
    },
  }) as unknown as KubeObject;
  const after = applyDefaults(type, draft) as Deployment;
  after.metadata.uid = '1';
  after.metadata.managedFields = recordUpdate({
    before: undefined,
    after,
    type,
    manager: 'creator',
    time: '2026-11-20T00:00:00Z',
  });
  return after;
}

/** What applying a configuration makes of a Deployment. */
export function apply(
  live: KubeObject | undefined,
  applied: Json,
  options: {
    manager?: string;
    force?: boolean;
    subresource?: Subresource;
    time?: string;
  } = {},
): Deployment {
  const { object, managedFields } = serverSideApply({
    live,
    applied,
    type,
    manager: 'portal',
    time: '2026-11-20T01:00:00Z',
    ...options,
  });
  object.metadata.managedFields = managedFields;
  return object as Deployment;
}

/** What changing a Deployment by an ordinary write makes of it. */
export function change(
  live: Deployment,
  edit: (draft: Deployment) => void,
  options: { manager?: string; subresource?: Subresource; time?: string } = {},
): Deployment {
  const after = structuredClone(live);
  edit(after);
  after.metadata.managedFields = recordUpdate({
    before: live,
    after,
    type,
    manager: 'editor',
    time: '2026-11-20T01:00:00Z',
    ...options,
  });
  return after;
}

/** Who manages what, for short: `{ 'portal Apply': {…fields} }`. */
export function managersOf({ metadata }: KubeObject) {
  return Object.fromEntries(
    (metadata.managedFields ?? []).map(
      ({ manager, operation, subresource, fieldsV1 }) => [
        [manager, operation, subresource].filter(Boolean).join(' '),
        fieldsV1,
      ],
    ),
  );
}
