import {
  appLanguageApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { useSyncExternalStore, useMemo } from 'react';
import { layoutTranslationRef } from './translation';
import styles from './LanguageSwitch.module.css';

/** Each language in its own words, so that whoever needs it can read it. */
const NAMES: Record<string, string> = { en: 'English', zh: '中文' };

/** Switches the language of the whole portal; the browser remembers it. */
export function LanguageSwitch() {
  const { t } = useTranslationRef(layoutTranslationRef);
  const api = useApi(appLanguageApiRef);
  const current = useLanguage();
  const { languages } = api.getAvailableLanguages();
  return (
    <div
      role="group"
      aria-label={t('nav.language')}
      className={styles.languages}
    >
      {languages.map(language => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === current}
          className={styles.language}
          onClick={() => api.setLanguage(language)}
        >
          {NAMES[language] ?? language}
        </button>
      ))}
    </div>
  );
}

/** The language that the portal speaks now. */
export function useLanguage(): string {
  const api = useApi(appLanguageApiRef);
  const subscribe = useMemo(
    () => (changed: () => void) => {
      const subscription = api.language$().subscribe(changed);
      return () => subscription.unsubscribe();
    },
    [api],
  );
  return useSyncExternalStore(subscribe, () => api.getLanguage().language);
}
