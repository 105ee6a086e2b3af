import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { releaseAsPerson, type ReleaseDoor } from '../release/ReleaseAsPerson';
import { failedTargets } from '../release/failedTargets';
import { readManifests } from '../workspace/readManifests';
import { example } from './example';
import {
  clustersInput,
  ownedNamespace,
  reasonInput,
  reasonOf,
} from './placeInput';

/** Puts manifests of the workspace on clusters that are not protected, through the release backend. */
export function createApplyManifestsAction(door: ReleaseDoor) {
  return createTemplateAction({
    id: 'kubernetes:manifests:apply',
    description:
      'Applies Kubernetes manifests of the workspace to the clusters of an environment that is not protected. Images and replicas that a rollout or an autoscaler has taken over are left to it.',
    examples: [
      example('Manifests of dev', {
        action: 'kubernetes:manifests:apply',
        input: {
          path: 'deploy/dev',
          environment: 'dev',
          namespace: 'order-dev',
          owner: 'group:default/team-order',
        },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        path: z => z.string().max(500).describe('A folder of the workspace'),
        environment: z => z.string().max(253),
        ...clustersInput,
        ...ownedNamespace,
        entityRef: z =>
          z
            .string()
            .max(768)
            .optional()
            .describe('Of the service, for the ledger'),
        ...reasonInput,
      },
      output: {
        targets: z =>
          z.array(z.object({ cluster: z.string(), status: z.string() })),
      },
    },
    async handler(ctx) {
      const { path, reason, ...place } = ctx.input;
      const manifests = await readManifests(ctx.workspacePath, path);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would apply ${manifests.length} files to ${place.environment}`,
        );
        ctx.output('targets', []);
        return;
      }
      const release = releaseAsPerson(
        door,
        await ctx.getInitiatorCredentials(),
        ctx.signal,
      );
      const { targets } = await release.applyManifests({
        ...place,
        manifests,
        reason: reasonOf(reason, ctx.templateInfo?.entityRef),
      });
      for (const { cluster, objects } of targets) {
        for (const { kind, name, status, left = [] } of objects) {
          const kept = left.map(
            ({ field, manager }) => `${field} (${manager})`,
          );
          ctx.logger.info(
            `${cluster}: ${kind} ${name} ${status}${
              kept.length ? `, left to others: ${kept.join(', ')}` : ''
            }`,
          );
        }
      }
      const failed = failedTargets('What was applied', targets);
      if (failed) throw failed;
      ctx.output(
        'targets',
        targets.map(({ cluster, status }) => ({ cluster, status })),
      );
    },
  });
}
