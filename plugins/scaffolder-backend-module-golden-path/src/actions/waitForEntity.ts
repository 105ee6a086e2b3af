import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
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
        input: { entityRef: '${{ steps.register.output.entityRef }}' },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z => z.string().max(500),
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
      await waitFor(() => catalog.getEntityByRef(entityRef, { credentials }), {
        timeoutMs,
        signal,
        what: `${entityRef} in the catalog`,
      });
      logger.info(`${entityRef} stands in the catalog`);
    },
  });
}
