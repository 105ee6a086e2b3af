import {
  count,
  entityQuery,
  entityRef,
  flag,
  once,
} from '@pilothouse/pilothouse-node';
import {
  isConfiguredName,
  isPortalId,
  parseWorkloadId,
  operationPlanRequestSchema,
  operationRequestSchema,
  planRequestSchema,
  POD_NAME,
  ROLLOUT_ACTIONS,
  startRequestSchema,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';

const CURSOR = 'has to be the cursor of an answer';

export const logQuery = z.strictObject({
  entityRef,
  container: once('has to be the name of a container')
    .max(253, 'has to be the name of a container')
    .optional(),
  previous: flag.optional(),
  follow: flag.optional(),
  tailLines: count(1, 5000).optional(),
});

export const fleetQuery = z.strictObject({
  owned: flag.optional(),
  // Of which process it is, only that one knows: another answers completely.
  since: once(CURSOR)
    .regex(/^[\w-]{1,100}\.(owned|all)\.\d{1,15}$/, CURSOR)
    .optional(),
});

const WORKLOAD_ID =
  'has to be the id of a workload: environment/cluster/namespace/deployment';

export const workloadParams = z
  .object({
    environment: z.string(),
    cluster: z.string(),
    namespace: z.string(),
    name: z.string(),
  })
  .transform(({ environment, cluster, namespace, name }, context) => {
    const id = [environment, cluster, namespace, name].join('/');
    if (parseWorkloadId(id)) return id;
    context.addIssue(WORKLOAD_ID);
    return z.NEVER;
  });

export const podParams = z.object({
  pod: z.string().regex(POD_NAME, 'has to be the name of a pod'),
});

/** Id of a workload, where it does not stand in a path. */
export const workloadIdInput = once(WORKLOAD_ID)
  .max(1024, WORKLOAD_ID)
  .refine(id => parseWorkloadId(id) !== undefined, WORKLOAD_ID);

export const imagesQuery = entityQuery.extend({ workloadId: workloadIdInput });

/** Ids that the portal gave to rollouts and freezes. */
export const portalId = z
  .string()
  .refine(isPortalId, 'has to be an id that the portal gave');

export const rolloutParams = z.object({ rolloutId: portalId });

export const rolloutActionParams = rolloutParams.extend({
  action: z.enum(ROLLOUT_ACTIONS, {
    error: `has to be one of ${ROLLOUT_ACTIONS.join(', ')}`,
  }),
});

/** Where a page of rollouts ends: the time and the id of its last. */
export const rolloutCursor = once(CURSOR)
  .max(200, CURSOR)
  .transform((text, context) => {
    const [, createdAt, id = ''] = /^(\d{1,15})\.(.+)$/.exec(text) ?? [];
    if (createdAt !== undefined && isPortalId(id)) {
      return { createdAt: Number(createdAt), id };
    }
    context.addIssue(CURSOR);
    return z.NEVER;
  });

const VIEWS = ['running', 'waiting', 'stuck', 'mine', 'all'] as const;

export const rolloutListQuery = z.strictObject({
  entityRef: entityRef.optional(),
  environment: once('has to be the name of an environment')
    .refine(isConfiguredName, 'has to be the name of an environment')
    .optional(),
  view: z
    .enum(VIEWS, { error: `has to be one of ${VIEWS.join(', ')}` })
    .default('running'),
  limit: count(1, 200).default(50),
  cursor: rolloutCursor.optional(),
});

/** `POST /v1/rollouts/plan`; the reference of the entity comes out as the catalog has it. */
export const planBody = planRequestSchema.extend({ entityRef });

/** `POST /v1/rollouts` */
export const startBody = startRequestSchema.extend({ entityRef });

/** `POST /v1/workloads/{id}/operations/plan` */
export const operationPlanBody = operationPlanRequestSchema.extend({
  entityRef,
});

/** `POST /v1/workloads/{id}/operations` */
export const operationBody = operationRequestSchema.extend({ entityRef });
