/** The `config` of a test app that speaks a language, whatever the app of a test before it spoke. */
export function inLanguage(language: 'en' | 'zh') {
  // It is remembered there, also from test to test, and goes before any default.
  localStorage.setItem('language', language);
  const config = { availableLanguages: ['en', 'zh'] };
  return {
    app: { extensions: [{ 'api:app/app-language': { config } }] },
  };
}
