import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { entityQuery, parseInput } from '@pilothouse/pilothouse-node';
import { releaseWorkloadReadPermission } from '@pilothouse/plugin-release-common';
import type { EntityAccess } from '../entity/EntityAccess';
import type { WorkloadService } from '../services/WorkloadService';
import { entityRefInput, explainedOutput, workloadOutput } from './schemas';
import { explained, workloadSummary } from './summaries';

interface Options {
  actionsRegistry: ActionsRegistryService;
  access: EntityAccess;
  workloads: WorkloadService;
}

/** The entity that an action is asked about, for somebody who may read its workloads. */
export async function openForAction(
  access: EntityAccess,
  entityRef: string,
  credentials: BackstageCredentials,
) {
  const { entityRef: ref } = parseInput(entityQuery, { entityRef }, 'Input');
  return access.open(ref, releaseWorkloadReadPermission, credentials);
}

/** Registers the action `list-workloads`: what runs where, of one entity. */
export function createListWorkloadsAction(options: Options): void {
  const { actionsRegistry, access, workloads } = options;
  actionsRegistry.register({
    name: 'list-workloads',
    title: 'List workloads',
    description:
      'Lists what runs of a catalog entity on all Kubernetes clusters: per environment and cluster the image of release and canary, how many pods are ready, the state, and why. Use it to find out which version runs where, or whether something is wrong.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z => z.object({ entityRef: entityRefInput(z) }).strict(),
      output: z =>
        z.object({
          environments: z
            .array(z.string())
            .describe('In order of promotion, the last is production'),
          workloads: z.array(workloadOutput(z)),
          clusters: z.array(z.object({ name: z.string(), status: z.string() })),
          problems: explainedOutput(z).describe('What was left out, and why'),
        }),
    },
    action: async ({ input, credentials }) => {
      const binding = await openForAction(access, input.entityRef, credentials);
      const list = await workloads.list(binding);
      return {
        output: {
          environments: list.environments.map(({ name }) => name),
          workloads: list.workloads.map(workloadSummary),
          clusters: list.clusters.map(({ name, status }) => ({ name, status })),
          problems: explained(list.problems),
        },
      };
    },
  });
}
