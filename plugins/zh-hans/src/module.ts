import {
  createFrontendModule,
  type FrontendModule,
} from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { createZhHansResources, type ZhHansOptions } from './resources';
import { stockTranslations } from './stock';

/**
 * Makes the module that gives the stock plugins their 简体中文.
 *
 * @remarks
 *
 * Needed only to set {@link ZhHansOptions}; otherwise install the ready-made
 * {@link zhHansModule}. Where both are installed the later one counts, because
 * their extensions have the same ids: `translation:app/zh-hans-catalog` and so on.
 *
 * @example
 * ```ts
 * createApp({ features: [createZhHansModule({ language: 'zh-SG' })] });
 * ```
 *
 * @public
 */
export function createZhHansModule(
  options: ZhHansOptions = {},
): FrontendModule {
  const resources = createZhHansResources(options);
  return createFrontendModule({
    pluginId: 'app',
    extensions: stockTranslations.map(({ name }, index) =>
      TranslationBlueprint.make({
        name: `zh-hans-${name}`,
        params: { resource: resources[index] },
      }),
    ),
  });
}

/**
 * 简体中文 for the stock plugins, under the language ids `zh`, `zh-CN` and `zh-Hans`.
 *
 * @public
 */
export const zhHansModule: FrontendModule = createZhHansModule();
