import {
  createTranslationRef,
  createTranslationResource,
  type TranslationMessages,
  type TranslationResource,
} from '@backstage/frontend-plugin-api';
import { stockTranslations, type StockTranslation } from './stock';

/** The ids under which apps commonly offer 简体中文. An id more costs nothing: only the chosen one is ever loaded. */
const LANGUAGES = ['zh', 'zh-CN', 'zh-Hans'];

/**
 * What an app may change about the pack.
 *
 * @public
 */
export interface ZhHansOptions {
  /**
   * Register under this language id alone, for example `zh-SG`. It must be one of the app's
   * `availableLanguages`. Without it the pack answers to `zh`, `zh-CN` and `zh-Hans`.
   */
  language?: string;
  /**
   * Wordings of your own for single texts, made with `createTranslationMessages`.
   * A `null` brings back the English text.
   */
  overrides?: TranslationMessages[];
}

/**
 * Makes one translation resource for each stock plugin.
 *
 * @remarks
 *
 * For apps on the old frontend system, which take resources instead of modules.
 * In the new system use {@link createZhHansModule}.
 *
 * @example
 * ```ts
 * createApp({
 *   __experimentalTranslations: {
 *     availableLanguages: ['en', 'zh'],
 *     resources: createZhHansResources(),
 *   },
 * });
 * ```
 *
 * @throws Error if `overrides` are for a translation ref that the pack does not cover.
 *
 * @public
 */
export function createZhHansResources(
  options: ZhHansOptions = {},
): TranslationResource[] {
  const languages = options.language ? [options.language] : LANGUAGES;
  const overrides = options.overrides ?? [];
  for (const { id } of overrides) {
    if (!stockTranslations.some(stock => stock.id === id)) {
      throw new Error(
        `The zh-hans pack has no texts for '${id}', so it cannot override them. Register yours with a TranslationBlueprint instead.`,
      );
    }
  }

  return stockTranslations.map(stock => {
    const load = withOverrides(stock, overrides);
    return createTranslationResource({
      // A resource is matched to the plugin's own ref by id. Taking that ref itself would
      // put every stock plugin into the bundle, also those that the app does not have.
      ref: createTranslationRef({ id: stock.id, messages: {} }),
      translations: Object.fromEntries(
        languages.map(language => [language, load]),
      ),
    });
  });
}

function withOverrides(
  stock: StockTranslation,
  overrides: TranslationMessages[],
) {
  const own = overrides.filter(({ id }) => id === stock.id);
  return async () => {
    const { default: messages } = await stock.load();
    return {
      default: own.reduce<typeof messages>(
        (merged, override) => ({ ...merged, ...override.messages }),
        messages,
      ),
    };
  };
}
