import type { AuditorService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseInput } from '@pilothouse/pilothouse-node';
import {
  manifestFindingText,
  namespaceRequestSchema,
  provisionErrorText,
  type ProvisionError,
} from '@pilothouse/plugin-release-common';
import type { RegistryZod } from '../actions/schemas';
import { audited } from '../http/audited';
import { applyBody, validateBody } from './createProvisionRouter';
import type { Projects } from '../stage/Projects';
import type { ProvisionService } from './ProvisionService';

interface Options {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  projects: Pick<Projects, 'refuse'>;
  provision: ProvisionService;
}

function placeInput(z: RegistryZod) {
  return {
    environment: z.string().max(253).describe('Name of the environment'),
    clusters: z
      .array(z.string())
      .optional()
      .describe('Some of its clusters; all of them when missing'),
    ...ownerInput(z),
  };
}

function ownerInput(z: RegistryZod) {
  return {
    namespace: z.string().max(63).describe('Name of the namespace'),
    owner: z
      .string()
      .max(512)
      .describe('The group that it belongs to, group:default/team-order'),
  };
}

function reasonInput(z: RegistryZod) {
  return z.string().max(1000).describe('Why; it stands in the ledger');
}

function manifestsInput(z: RegistryZod) {
  return z
    .array(z.object({ path: z.string(), text: z.string() }))
    .describe('Files of the repository, with plain YAML of Kubernetes');
}

function targetsOutput(z: RegistryZod) {
  return z.object({
    targets: z.array(
      z.object({
        cluster: z.string(),
        namespace: z.string(),
        status: z.string().describe('failed: look at the objects'),
        objects: z.array(
          z.object({
            kind: z.string(),
            name: z.string(),
            status: z.string(),
            error: z.string().optional(),
          }),
        ),
        error: z.string().optional(),
      }),
    ),
  });
}

interface Target {
  cluster: string;
  namespace: string;
  status: string;
  objects: readonly {
    kind: string;
    name: string;
    status: string;
    error?: ProvisionError;
  }[];
  error?: ProvisionError;
}

const textOf = (error: ProvisionError | undefined) =>
  error && provisionErrorText(error);

function targetsSummary(targets: readonly Target[]) {
  return {
    targets: targets.map(({ cluster, namespace, status, objects, error }) => ({
      cluster,
      namespace,
      status,
      objects: objects.map(object => ({
        kind: object.kind,
        name: object.name,
        status: object.status,
        error: textOf(object.error),
      })),
      error: textOf(error),
    })),
  };
}

/** Registers `ensure-namespace`, `validate-manifests` and `apply-manifests`. */
export function createProvisionActions(options: Options): void {
  const { actionsRegistry, auditor, projects, provision } = options;

  actionsRegistry.register({
    name: 'ensure-namespace',
    title: 'Ensure a namespace',
    description:
      'Makes a namespace on the clusters of an environment and grants it to a group, with quota, default limits, network policy and pull secret. What is there already stays as it is; a namespace of somebody else is refused.',
    attributes: { readOnly: false, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z
          .object({
            ...placeInput(z),
            system: z.string().max(512).optional(),
            reason: reasonInput(z),
            dryRun: z.boolean().optional().describe('Only say what would be'),
          })
          .strict(),
      output: targetsOutput,
    },
    action: async ({ input, credentials }) => {
      projects.refuse(credentials);
      const request = parseInput(namespaceRequestSchema, input, 'Input');
      const { targets } = await audited(
        auditor,
        { eventId: 'namespace-ensure', meta: { ...request, by: 'action' } },
        () => provision.ensureNamespace(request, credentials),
      );
      return { output: targetsSummary(targets) };
    },
  });

  actionsRegistry.register({
    name: 'validate-manifests',
    title: 'Validate manifests',
    description:
      'Says what is wrong with the manifests of a service: unknown fields, selectors, probes, images without a version, secrets, pod security, runbook links. With an environment its clusters are asked too, in a dry run. Changes nothing.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z
          .object({
            ...ownerInput(z),
            manifests: manifestsInput(z),
            docs: z
              .array(z.string())
              .optional()
              .describe('Paths below the docs folder of the repository'),
            entityRef: z.string().max(768).optional(),
            environment: z.string().max(253).optional(),
            clusters: z.array(z.string()).optional(),
          })
          .strict(),
      output: z =>
        z.object({
          ok: z.boolean().describe('No finding is an error'),
          findings: z.array(
            z.object({
              severity: z.string(),
              code: z.string(),
              text: z.string(),
              path: z.string().optional(),
              object: z.string().optional(),
              cluster: z.string().optional(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      projects.refuse(credentials);
      const request = parseInput(validateBody, input, 'Input');
      const { ok, findings } = await provision.validate(request, credentials);
      return {
        output: {
          ok,
          findings: findings.map(finding => {
            const { severity, code, path, object, cluster } = finding;
            return {
              severity,
              code,
              text: manifestFindingText(finding),
              path,
              object: object && `${object.kind} ${object.name}`,
              cluster,
            };
          }),
        },
      };
    },
  });

  actionsRegistry.register({
    name: 'apply-manifests',
    title: 'Apply manifests',
    description:
      'Applies the manifests of a service into a namespace of its group, in an environment that is not protected. Images, replicas and whatever else others have set are left to them. Ask the person before you use it.',
    attributes: { readOnly: false, idempotent: true, destructive: true },
    schema: {
      input: z =>
        z
          .object({
            ...placeInput(z),
            manifests: manifestsInput(z),
            entityRef: z.string().max(768).optional(),
            reason: reasonInput(z),
          })
          .strict(),
      output: targetsOutput,
    },
    action: async ({ input, credentials }) => {
      projects.refuse(credentials);
      const request = parseInput(applyBody, input, 'Input');
      const { manifests, ...rest } = request;
      const meta = { ...rest, files: manifests.length, by: 'action' };
      const { targets } = await audited(
        auditor,
        { eventId: 'manifests-apply', meta },
        () => provision.apply(request, credentials),
      );
      return { output: targetsSummary(targets) };
    },
  });
}
