import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { versionOf } from '@pilothouse/plugin-release-common';
import type { EntityAccess } from '../entity/EntityAccess';
import type { EntityBinding } from '../entity/bindEntity';
import type { WorkloadService } from '../services/WorkloadService';
import { openForAction } from './createListWorkloadsAction';
import {
  entityRefInput,
  explainedOutput,
  workloadIdInput,
  workloadOutput,
} from './schemas';
import { explained, workloadSummary } from './summaries';

/** More than a model can make use of. */
const MAX_PODS = 50;
const MAX_EVENTS = 30;

interface Options {
  actionsRegistry: ActionsRegistryService;
  access: EntityAccess;
  workloads: WorkloadService;
}

async function recentEvents(
  workloads: WorkloadService,
  binding: EntityBinding,
  id: string,
) {
  try {
    const { events } = await workloads.events(binding, id);
    return events.slice(0, MAX_EVENTS).map(event => ({
      at: event.at,
      type: event.type,
      reason: event.reason,
      object: `${event.object.kind} ${event.object.name}`,
      message: event.message,
      count: event.count,
    }));
  } catch {
    // A cluster that is silent still has pods to tell of.
    return undefined;
  }
}

/** Registers the action `get-workload`: one workload with its pods and recent events. */
export function createGetWorkloadAction(options: Options): void {
  const { actionsRegistry, access, workloads } = options;
  actionsRegistry.register({
    name: 'get-workload',
    title: 'Get a workload',
    description:
      'Reads one workload of a catalog entity with its pods (those with trouble first) and the recent Kubernetes events about it. Use it after list-workloads, with an id from there, to find out why something is wrong.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z
          .object({
            entityRef: entityRefInput(z),
            workloadId: workloadIdInput(z),
          })
          .strict(),
      output: z =>
        z.object({
          workload: workloadOutput(z),
          pods: z.array(
            z.object({
              name: z.string(),
              role: z.enum(['release', 'canary']),
              version: z.string(),
              state: z.string(),
              restarts: z.number(),
              node: z.string().optional(),
              createdAt: z.string(),
              reasons: explainedOutput(z),
            }),
          ),
          totalPods: z.number(),
          events: z
            .array(
              z.object({
                at: z.string(),
                type: z.string(),
                reason: z.string(),
                object: z.string(),
                message: z.string(),
                count: z.number(),
              }),
            )
            .optional()
            .describe('Newest first; missing where the cluster has not told'),
        }),
    },
    action: async ({ input, credentials }) => {
      const { workloadId } = input;
      const binding = await openForAction(access, input.entityRef, credentials);
      const [workload, { pods, total }, events] = await Promise.all([
        workloads.get(binding, workloadId),
        workloads.pods(binding, workloadId),
        recentEvents(workloads, binding, workloadId),
      ]);
      return {
        output: {
          workload: workloadSummary(workload),
          pods: pods.slice(0, MAX_PODS).map(pod => ({
            name: pod.name,
            role: pod.role,
            version: versionOf(pod.image),
            state: pod.state,
            restarts: pod.restarts,
            node: pod.node,
            createdAt: pod.createdAt,
            reasons: explained(pod.reasons),
          })),
          totalPods: total,
          events,
        },
      };
    },
  });
}
