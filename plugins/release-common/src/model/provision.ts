import * as z from 'zod';
import { findingCodeSchema } from './manifestFinding';
import { messageSchema } from './message';
import { isConfiguredName } from './target';
import { reasonSchema } from './text';

/** More manifests are not one service. */
export const MOST_MANIFESTS = 100;
/** Of one file, in UTF-16 units. */
export const LONGEST_MANIFEST = 128 * 1024;
/** Of all files together, in UTF-16 units. */
export const LONGEST_MANIFESTS = 512 * 1024;

const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const configuredName = (what: string) =>
  z
    .string({ error: `has to be the name of ${what}` })
    .refine(isConfiguredName, `has to be the name of ${what}`);

/** Of a Namespace: a DNS label, as Kubernetes has it. */
export const namespaceNameSchema = z
  .string()
  .regex(
    NAMESPACE,
    'has to be the name of a namespace: 1 to 63 small letters, digits and -, with neither end a -',
  );

const place = {
  environment: configuredName('an environment'),
  /** Names of clusters of the environment; all of them when missing. */
  clusters: z
    .array(configuredName('a cluster'))
    .min(1, 'has to name a cluster, or be left out')
    .max(50)
    .optional(),
};

/** A group of the catalog's namespace `default`: `team-order` or `group:default/team-order`. */
const owner = z.string().min(1).max(512);
const entityRef = z.string().max(768);

/** `POST /provision/namespaces` */
export const namespaceRequestSchema = z.strictObject({
  ...place,
  namespace: namespaceNameSchema,
  owner,
  /** Reference or name of a system; it becomes the label `pilothouse.io/system`. */
  system: z.string().min(1).max(512).optional(),
  reason: reasonSchema,
  /** Says what would be done, and does nothing. */
  dryRun: z.boolean().optional(),
});
export type NamespaceRequest = z.infer<typeof namespaceRequestSchema>;

/** A file of the repository. */
export const manifestFileSchema = z.strictObject({
  path: z.string().min(1).max(300),
  /** YAML, of one document or several. */
  text: z.string().max(LONGEST_MANIFEST),
});
export type ManifestFile = z.infer<typeof manifestFileSchema>;

const manifests = z
  .array(manifestFileSchema)
  .min(1, 'has to have a manifest')
  .max(MOST_MANIFESTS)
  .refine(
    files =>
      files.reduce((sum, { text }) => sum + text.length, 0) <=
      LONGEST_MANIFESTS,
    `has to be at most ${LONGEST_MANIFESTS} characters together`,
  );

/** `POST /provision/validate` */
export const validateRequestSchema = z.strictObject({
  namespace: namespaceNameSchema,
  owner,
  manifests,
  /** What is in the repository's docs folder, such as `index.md`: links to runbooks have to lead there. */
  docs: z.array(z.string().max(300)).max(2000).optional(),
  /** Of the service that the manifests are of; links to its docs are looked at with it. */
  entityRef: entityRef.optional(),
  /** Asks the clusters of this environment too, in a dry run. */
  environment: place.environment.optional(),
  clusters: place.clusters,
});
export type ValidateRequest = z.infer<typeof validateRequestSchema>;

/** An object of Kubernetes by its kind and name. */
export const objectKeySchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
});
export type ObjectKey = z.infer<typeof objectKeySchema>;

/**
 * What is wrong with manifests. An error keeps them from being applied, a warning does not. `manifestFindingText` words
 * it in English.
 */
export const manifestFindingSchema = z.object({
  severity: z.enum(['error', 'warning']),
  code: findingCodeSchema,
  params: messageSchema.shape.params,
  /** Of the file. */
  path: z.string().optional(),
  object: objectKeySchema.optional(),
  /** The cluster that says so. */
  cluster: z.string().optional(),
});
export type ManifestFinding = z.infer<typeof manifestFindingSchema>;

/** Answer of `POST /provision/validate` */
export const validateResultSchema = z.object({
  /** No finding is an error. */
  ok: z.boolean(),
  findings: z.array(manifestFindingSchema),
  objects: z.array(objectKeySchema.extend({ path: z.string() })),
  /** The clusters that were asked in a dry run. */
  clusters: z.array(z.string()),
});
export type ValidateResult = z.infer<typeof validateResultSchema>;

/** `POST /provision/apply`: into environments that are not protected. */
export const applyRequestSchema = z.strictObject({
  ...place,
  namespace: namespaceNameSchema,
  owner,
  manifests,
  reason: reasonSchema,
  /** Of the service; its lines in the ledger are found by it. */
  entityRef: entityRef.optional(),
});
export type ApplyRequest = z.infer<typeof applyRequestSchema>;

/**
 * Why something failed. `provisionErrorText` words it in English.
 *
 * - `refused`, `unreachable`: the cluster's `message`; nothing was done
 * - `conflict`: somebody else changed it at the same time
 * - `unknown`: it was sent, and nobody knows whether it is so
 * - `not-ours`: an object of that name is there, and is of another service
 * - `pull-secret`: it is not there, or no pull secret; never what is in it
 * - `not-tried`: something before it failed
 */
export const provisionErrorSchema = messageSchema.extend({
  code: z.enum([
    'refused',
    'unreachable',
    'conflict',
    'unknown',
    'not-ours',
    'pull-secret',
    'not-tried',
  ]),
});
export type ProvisionError = z.infer<typeof provisionErrorSchema>;

/**
 * What has become of an object of a namespace. `kept`: somebody else has set it otherwise, and it stays so.
 */
export const namespaceObjectSchema = objectKeySchema.extend({
  status: z.enum(['created', 'updated', 'unchanged', 'kept', 'failed']),
  error: provisionErrorSchema.optional(),
});
export type NamespaceObject = z.infer<typeof namespaceObjectSchema>;

export const namespaceTargetSchema = z.object({
  cluster: z.string(),
  namespace: z.string(),
  status: z.enum(['created', 'updated', 'unchanged', 'failed']),
  objects: z.array(namespaceObjectSchema),
  error: provisionErrorSchema.optional(),
});
export type NamespaceTarget = z.infer<typeof namespaceTargetSchema>;

/** Answer of `POST /provision/namespaces`; a target that failed does not hide what was done on another. */
export const namespaceResultSchema = z.object({
  targets: z.array(namespaceTargetSchema),
});
export type NamespaceResult = z.infer<typeof namespaceResultSchema>;

/**
 * What has become of a manifest. `not-served`: the cluster does not know the kind, which is said and does no harm.
 */
export const appliedObjectSchema = objectKeySchema.extend({
  status: z.enum([
    'created',
    'configured',
    'unchanged',
    'not-served',
    'failed',
  ]),
  error: provisionErrorSchema.optional(),
  /** Fields that others own, and that were left to them: images and replicas of what a rollout has, for the most part. */
  left: z
    .array(z.object({ field: z.string(), manager: z.string() }))
    .optional(),
});
export type AppliedObject = z.infer<typeof appliedObjectSchema>;

export const applyTargetSchema = z.object({
  cluster: z.string(),
  namespace: z.string(),
  status: z.enum(['created', 'configured', 'unchanged', 'failed']),
  objects: z.array(appliedObjectSchema),
  error: provisionErrorSchema.optional(),
});
export type ApplyTarget = z.infer<typeof applyTargetSchema>;

/** Answer of `POST /provision/apply` */
export const applyResultSchema = z.object({
  targets: z.array(applyTargetSchema),
});
export type ApplyResult = z.infer<typeof applyResultSchema>;

/** An environment that a new service can be made for. */
export const environmentOptionSchema = z.object({
  name: z.string(),
  protected: z.boolean(),
  clusters: z.array(z.string()),
  /** What its namespaces have behind the name of their system; nothing in most. */
  namespaceSuffix: z.string(),
});
export type EnvironmentOption = z.infer<typeof environmentOptionSchema>;

/** Answer of `GET /provision/environments`, in the order of promotion. */
export const environmentOptionsSchema = z.object({
  environments: z.array(environmentOptionSchema),
});
export type EnvironmentOptions = z.infer<typeof environmentOptionsSchema>;

/** Answer of `GET /provision/name?name=&system=`: who has the name of a new service already. */
export const nameCheckSchema = z.object({
  /**
   * - `entity`: a Component of the catalog, `ref`
   * - `image`: a repository of a registry, `repository`
   * - `workload`: a Deployment or StatefulSet, `name`, `namespace`, `cluster`
   */
  taken: z.array(
    z.object({
      code: z.enum(['entity', 'image', 'workload']),
      params: messageSchema.shape.params,
    }),
  ),
  /** What could not be asked: clusters by their names, registries by their hosts. */
  unread: z.array(z.string()),
});
export type NameCheck = z.infer<typeof nameCheckSchema>;
