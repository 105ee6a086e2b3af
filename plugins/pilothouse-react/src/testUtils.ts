/**
 * For tests of screens.
 *
 * @packageDocumentation
 */

/** The `config` of a test app that speaks a language from the start, whatever the app of a test before it spoke. */
export function inLanguage(language: 'en' | 'zh') {
  window.localStorage.removeItem('language');
  return {
    app: {
      extensions: [
        {
          'api:app/app-language': {
            config: {
              availableLanguages: ['en', 'zh'],
              defaultLanguage: language,
            },
          },
        },
      ],
    },
  };
}
