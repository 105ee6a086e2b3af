import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { provisionErrorText } from '@pilothouse/plugin-release-common';
import { releaseAsPerson, type ReleaseDoor } from '../release/ReleaseAsPerson';
import { failedTargets } from '../release/failedTargets';
import { example } from './example';
import {
  clustersInput,
  ownedNamespace,
  reasonInput,
  reasonOf,
} from './placeInput';

/** Makes the namespaces of a service, through the release backend. */
export function createEnsureNamespaceAction(door: ReleaseDoor) {
  return createTemplateAction({
    id: 'kubernetes:namespace:ensure',
    description:
      'Makes a namespace on the clusters of an environment, with the label that grants it to its owner, quota, default network policy and pull secret. What is there already is left as it is; the namespace of another owner is never taken over.',
    examples: [
      example('A place in dev', {
        action: 'kubernetes:namespace:ensure',
        input: {
          environment: 'dev',
          namespace: 'order-dev',
          owner: 'group:default/team-order',
        },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        environment: z => z.string().max(253),
        ...clustersInput,
        ...ownedNamespace,
        system: z => z.string().max(512).optional(),
        ...reasonInput,
      },
      output: {
        targets: z =>
          z.array(
            z.object({
              cluster: z.string(),
              namespace: z.string(),
              status: z.string(),
            }),
          ),
      },
    },
    async handler(ctx) {
      const { reason, ...place } = ctx.input;
      const release = releaseAsPerson(
        door,
        await ctx.getInitiatorCredentials(),
        ctx.signal,
      );
      const { targets } = await release.ensureNamespace({
        ...place,
        reason: reasonOf(reason, ctx.templateInfo?.entityRef),
        ...(ctx.isDryRun && { dryRun: true }),
      });
      for (const { cluster, namespace, status, objects } of targets) {
        ctx.logger.info(`${cluster}: namespace ${namespace} ${status}`);
        for (const { kind, name, error } of objects) {
          if (error) {
            ctx.logger.warn(
              `${cluster}: ${kind} ${name}: ${provisionErrorText(error)}`,
            );
          }
        }
      }
      const failed = failedTargets('The namespace', targets);
      if (failed) throw failed;
      ctx.output(
        'targets',
        targets.map(({ cluster, namespace, status }) => ({
          cluster,
          namespace,
          status,
        })),
      );
    },
  });
}
