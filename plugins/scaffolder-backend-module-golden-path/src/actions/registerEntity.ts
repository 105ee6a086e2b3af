import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError, InputError, isError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseRepoUrl } from '@pilothouse/plugin-gitlab-node';
import { ForgeProject } from '../forge/ForgeProject';
import type { GroupGrants } from '../forge/GroupGrants';
import { example } from './example';

interface Options {
  auth: AuthService;
  catalog: CatalogService;
  integrations: ScmIntegrations;
  grants: GroupGrants;
}

/**
 * Registers the catalog file of a project. The catalog reads it with the portal's own token, which reads more than the
 * person may: so people need no right to register any URL, and this one registers where the person's templates may
 * write.
 */
export function createRegisterEntityAction(options: Options) {
  const { auth, catalog, integrations, grants } = options;
  return createTemplateAction({
    id: 'pilothouse:catalog:register',
    description:
      'Registers the catalog-info.yaml of a GitLab project that templates may write to for the person. Registering again is no error.',
    examples: [
      example('Register what was published', {
        action: 'pilothouse:catalog:register',
        input: { repoUrl: 'gitlab.example.com?owner=order&repo=order-api' },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        repoUrl: z =>
          z.string().max(512).describe('host?owner=group&repo=name'),
        branch: z =>
          z.string().max(200).optional().describe('main when missing'),
        path: z =>
          z
            .string()
            .max(500)
            .regex(/^[\w./-]+\.ya?ml$/)
            .optional()
            .describe('Of the file; catalog-info.yaml when missing'),
        optional: z =>
          z
            .boolean()
            .optional()
            .describe('It may come later, with a merge request'),
      },
      output: {
        catalogInfoUrl: z => z.string(),
        entityRef: z =>
          z
            .string()
            .optional()
            .describe('Of the first component; missing while it is to come'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { branch = 'main', path = 'catalog-info.yaml' } = input;
      const ref = parseRepoUrl(input.repoUrl);
      requireInside('branch', branch);
      requireInside('path', path);
      await grants.check(ref, await ctx.getInitiatorCredentials());
      const project = new ForgeProject(integrations, ref, { signal });
      const target = project.fileUrl(branch, path);
      ctx.output('catalogInfoUrl', target);
      if (ctx.isDryRun) {
        logger.info(`Would register ${target}`);
        return;
      }

      const credentials = await auth.getOwnServiceCredentials();
      const location = { type: 'url', target };
      try {
        await catalog.addLocation(location, { credentials });
        logger.info(`Registered ${target}`);
      } catch (error) {
        if (!isThere(error)) throw error;
        logger.info(`${target} is registered already`);
      }
      try {
        const { entities } = await catalog.addLocation(
          { ...location, dryRun: true },
          { credentials },
        );
        const entity =
          entities.find(({ kind }) => kind === 'Component') ?? entities.at(0);
        if (entity) ctx.output('entityRef', stringifyEntityRef(entity));
      } catch (error) {
        if (!input.optional) throw error;
        logger.info('It is not there yet: it comes with the merge request');
      }
    },
  });
}

/**
 * An address is shortened by its `..` before anything is read from it, so that it would be that of another project.
 *
 * @throws InputError
 */
function requireInside(field: string, value: string): void {
  // Once more for each time that something on the way may decode it.
  let text = value;
  for (let again = 0; again < 3; again++) {
    if (/(^|[/\\])\.\.($|[/\\])/.test(text)) {
      throw new InputError(`${field} may not leave the repository: ${value}`);
    }
    text = decoded(text);
  }
}

/** Also where only a part of it can be decoded. */
function decoded(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, sign =>
    String.fromCharCode(Number.parseInt(sign.slice(1), 16)),
  );
}

function isThere(error: unknown): boolean {
  return (
    error instanceof ConflictError ||
    (isError(error) && error.name === 'ConflictError')
  );
}
