import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  isConfiguredName,
  isPortalId,
  parseWorkloadId,
  planRequestSchema,
  ROLLOUT_ACTIONS,
  startRequestSchema,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';

const ENTITY_REF =
  'has to be one entity reference such as component:default/order-api: kind, namespace and name of letters, digits and - _ . between them, each at most 253 characters';
/** The grammar of the catalog. */
const KIND = /^[a-z][a-z0-9]{0,252}$/i;
const NAME = /^[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?$/i;

/** A reference as it stands in a question; what the catalog would call the same comes out the same. */
export const entityRef = z
  .string({
    error: ({ input }) =>
      input === undefined
        ? 'is missing: a reference such as component:default/order-api'
        : ENTITY_REF,
  })
  .max(3 * 253 + 2, ENTITY_REF)
  .transform((text, context) => {
    try {
      const parts = parseEntityRef(text);
      const { kind, namespace, name } = parts;
      if (KIND.test(kind) && NAME.test(namespace) && NAME.test(name)) {
        return stringifyEntityRef(parts);
      }
    } catch {
      // Told below, as everything that is none.
    }
    context.addIssue(ENTITY_REF);
    return z.NEVER;
  });

export const flag = z
  .enum(['true', 'false'], { error: 'has to be true or false' })
  .transform(text => text === 'true');

export const count = (least: number, most: number) =>
  z
    .string({ error: `has to be a whole number from ${least} to ${most}` })
    .regex(/^\d{1,9}$/, `has to be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine(
      number => number >= least && number <= most,
      `has to be a whole number from ${least} to ${most}`,
    );

export const once = (error: string) => z.string({ error });

/** Query of everything about one entity. */
export const entityQuery = z.object({ entityRef });

export const logQuery = z.object({
  entityRef,
  container: once('has to be the name of a container')
    .max(253, 'has to be the name of a container')
    .optional(),
  previous: flag.optional(),
  follow: flag.optional(),
  tailLines: count(1, 5000).optional(),
});

export const fleetQuery = z.object({
  owned: flag.optional(),
  since: once('has to be the cursor of an answer')
    .max(200, 'has to be the cursor of an answer')
    .optional(),
});

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
    context.addIssue(
      'has to be the id of a workload: environment/cluster/namespace/deployment',
    );
    return z.NEVER;
  });

export const podParams = z.object({
  pod: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,252}$/, 'has to be the name of a pod'),
});

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

const VIEWS = ['running', 'waiting', 'stuck', 'mine', 'all'] as const;

export const rolloutListQuery = z.object({
  entityRef: entityRef.optional(),
  environment: once('has to be the name of an environment')
    .refine(isConfiguredName, 'has to be the name of an environment')
    .optional(),
  view: z
    .enum(VIEWS, { error: `has to be one of ${VIEWS.join(', ')}` })
    .default('running'),
  limit: count(1, 200).default(50),
  cursor: once('has to be the cursor of an answer')
    .max(200, 'has to be the cursor of an answer')
    .optional(),
});

/** `POST /v1/rollouts/plan`; the reference of the entity comes out as the catalog has it. */
export const planBody = planRequestSchema.extend({ entityRef });

/** `POST /v1/rollouts` */
export const startBody = startRequestSchema.extend({ entityRef });

/** What a refused key could have been. */
function knownKeys(schema: z.ZodType): string {
  return schema instanceof z.ZodObject
    ? `; there are ${Object.keys(schema.shape).join(', ')}`
    : '';
}

/**
 * Reads what came from outside, once.
 *
 * @param what - what the fields are called by people: `Query parameter`, `Path parameter`, `Body field`
 * @throws InputError that names the field and what it may be
 */
export function parseInput<T>(
  schema: z.ZodType<T>,
  input: unknown,
  what: string,
): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue.code === 'unrecognized_keys') {
    const key = [...issue.path, issue.keys[0]].join('.').slice(0, 200);
    const known = issue.path.length === 0 ? knownKeys(schema) : '';
    throw new InputError(`${what} ${key}: is not known${known}`);
  }
  const field = issue.path.join('.');
  if (field) throw new InputError(`${what} ${field}: ${issue.message}`);
  throw new InputError(
    what === 'Body field'
      ? 'The body has to be a JSON object, sent as application/json'
      : `The path ${issue.message}`,
  );
}
