import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  manifestFindingText,
  type ManifestFinding,
} from '@pilothouse/plugin-release-common';
import { releaseAsPerson, type ReleaseDoor } from '../release/ReleaseAsPerson';
import { listDocs, readManifests } from '../workspace/readManifests';
import { example } from './example';
import { clustersInput, ownedNamespace } from './placeInput';

/** Looks whether manifests of the workspace are sound, through the release backend. */
export function createValidateManifestsAction(door: ReleaseDoor) {
  return createTemplateAction({
    id: 'kubernetes:manifests:validate',
    description:
      'Looks whether Kubernetes manifests of the workspace are sound: known fields only, selectors that match, probes, fixed image versions, no Secret, links to runbooks that lead somewhere. With an environment, its clusters are asked in a dry run too.',
    examples: [
      example('Manifests of dev', {
        action: 'kubernetes:manifests:validate',
        input: {
          path: 'deploy/dev',
          namespace: 'order-dev',
          owner: 'group:default/team-order',
          environment: 'dev',
        },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        path: z => z.string().max(500).describe('A folder of the workspace'),
        environment: z => z.string().max(253).optional(),
        ...clustersInput,
        ...ownedNamespace,
        entityRef: z =>
          z
            .string()
            .max(768)
            .optional()
            .describe('Of the service; links to its docs are looked at'),
      },
      output: {
        objects: z => z.number().describe('How many were looked at'),
        warnings: z => z.array(z.string()),
      },
    },
    async handler(ctx) {
      const { path, ...place } = ctx.input;
      const manifests = await readManifests(ctx.workspacePath, path);
      const release = releaseAsPerson(
        door,
        await ctx.getInitiatorCredentials(),
        ctx.signal,
      );
      const { findings, objects } = await release.validateManifests({
        ...place,
        manifests,
        docs: await listDocs(ctx.workspacePath),
      });
      const errors = findings.filter(({ severity }) => severity === 'error');
      const warnings = findings.filter(({ severity }) => severity !== 'error');
      warnings.forEach(finding => ctx.logger.warn(sentence(finding)));
      errors.forEach(finding => ctx.logger.error(sentence(finding)));
      if (errors.length > 0) {
        const [first] = errors;
        throw new InputError(
          `${path} has ${errors.length} error${
            errors.length === 1 ? '' : 's'
          }: ${sentence(first)}`,
        );
      }
      ctx.logger.info(`${objects.length} objects of ${path} are sound`);
      ctx.output('objects', objects.length);
      ctx.output('warnings', warnings.map(sentence));
    },
  });
}

/** `deploy/dev/service.yaml, Service order-api: …` */
function sentence(finding: ManifestFinding): string {
  const { cluster, object, path } = finding;
  const place = [path, object && `${object.kind} ${object.name}`, cluster]
    .filter(Boolean)
    .join(', ');
  return `${place ? `${place}: ` : ''}${manifestFindingText(finding)}`;
}
