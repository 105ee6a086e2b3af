import { posix } from 'node:path';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import { createFetchTemplateAction } from '@backstage/plugin-scaffolder-backend';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { example } from './example';

interface Options {
  reader: UrlReaderService;
  integrations: ScmIntegrations;
}

const FILE = 'file://';

/**
 * The stock `fetch:template`, for what several templates share: a template that is read from disk may fetch from the
 * folders beside its own too. The stock action allows that only for templates that are read from a forge.
 */
export function createFetchSharedTemplateAction(options: Options) {
  const stock = createFetchTemplateAction(options);
  return createTemplateAction({
    id: 'pilothouse:fetch:template',
    description:
      "As fetch:template, for what several templates share: a relative url may lead to a folder beside the template's own.",
    examples: [
      example('What all services have', {
        action: 'pilothouse:fetch:template',
        input: { url: '../shared/service', values: { name: 'order-api' } },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        url: z =>
          z
            .string()
            .max(1000)
            .regex(/^\.\.?\//, 'has to be relative, and begin with ./ or ../')
            .describe('Relative to the template'),
        targetPath: z => z.string().max(500).optional(),
        values: z => z.record(z.any()).optional(),
        copyWithoutTemplating: z => z.array(z.string()).optional(),
        templateFileExtension: z =>
          z.union([z.string(), z.boolean()]).optional(),
        replace: z => z.boolean().optional(),
        trimBlocks: z => z.boolean().optional(),
        lstripBlocks: z => z.boolean().optional(),
      },
    },
    async handler(ctx) {
      const baseUrl = ctx.templateInfo?.baseUrl;
      if (!baseUrl?.startsWith(FILE)) {
        await stock.handler(ctx);
        return;
      }
      const place = besideTemplate(baseUrl.slice(FILE.length), ctx.input.url);
      await stock.handler({
        ...ctx,
        input: { ...ctx.input, url: place.url },
        templateInfo: ctx.templateInfo && {
          ...ctx.templateInfo,
          baseUrl: `${FILE}${place.base}`,
        },
      });
    },
  });
}

/**
 * The same place, seen from the folder that holds the template's own; the stock action lets nobody out of there.
 *
 * @throws InputError for a url that leads further up
 */
export function besideTemplate(
  templateFile: string,
  url: string,
): { base: string; url: string } {
  const own = posix.dirname(templateFile);
  const shelf = posix.dirname(own);
  const wanted = posix.relative(shelf, posix.resolve(own, url));
  if (wanted === '' || wanted.startsWith('..')) {
    throw new InputError(
      `url has to lead to a folder beside the template's own, not to ${url}`,
    );
  }
  return { base: posix.join(shelf, 'templates.yaml'), url: `./${wanted}` };
}
