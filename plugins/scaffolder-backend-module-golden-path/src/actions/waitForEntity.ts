import {
  ANNOTATION_LOCATION,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseTimeout, waitFor } from '../wait';
import { example } from './example';

interface Options {
  catalog: CatalogService;
}

/** Waits until the catalog has processed an entity that has just been registered. */
export function createWaitForEntityAction({ catalog }: Options) {
  return createTemplateAction({
    id: 'pilothouse:entity:wait',
    description:
      'Waits until an entity that has been registered stands in the catalog, so that the next steps can work with it.',
    examples: [
      example('Wait for a new component', {
        action: 'pilothouse:entity:wait',
        input: {
          entityRef: '${{ steps.register.output.entityRef }}',
          location: '${{ steps.register.output.catalogInfoUrl }}',
        },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z => z.string().max(500),
        location: z =>
          z
            .string()
            .max(2_000)
            .optional()
            .describe(
              'Where it was registered from; an entity of that name from another project is not waited for',
            ),
        timeout: z =>
          z
            .string()
            .max(20)
            .optional()
            .describe('ISO 8601, up to PT6H; PT2M when missing'),
      },
      output: { entityRef: z => z.string() },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const entityRef = stringifyEntityRef(
        parseEntityRef(input.entityRef, { defaultKind: 'Component' }),
      );
      const timeoutMs = parseTimeout(input.timeout ?? 'PT2M');
      ctx.output('entityRef', entityRef);
      if (ctx.isDryRun) {
        logger.info(`Would wait for ${entityRef}`);
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      const entity = await waitFor(
        () => catalog.getEntityByRef(entityRef, { credentials }),
        { timeoutMs, signal, what: `${entityRef} in the catalog` },
      );
      requireFrom(entity, input.location);
      logger.info(`${entityRef} stands in the catalog`);
    },
  });
}

/**
 * The catalog keeps the first of two of one name, and tells the second one in a log.
 *
 * @throws ConflictError
 */
function requireFrom(entity: Entity, location: string | undefined): void {
  const { [ANNOTATION_LOCATION]: from } = entity.metadata.annotations ?? {};
  if (location === undefined || from === undefined) return;
  if (projectOf(from.replace(/^url:/, '')) === projectOf(location)) return;
  throw new ConflictError(
    `${stringifyEntityRef(
      entity,
    )} stands in the catalog already, from ${from}: two of one name cannot be`,
  );
}

/** The address of a project, from that of a file in it. */
function projectOf(file: string): string {
  return file.split('/-/')[0].toLocaleLowerCase('en-US');
}
