import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useSyncExternalStore } from 'react';

/** What `Intl` has to hear for the languages of the portal; others are understood as they are. */
const LOCALES: Record<string, string> = { zh: 'zh-CN' };

/** The language that the portal speaks now, such as `en` or `zh`. */
export function useLanguage(): string {
  const api = useApi(appLanguageApiRef);
  const subscribe = useCallback(
    (changed: () => void) => {
      const subscription = api.language$().subscribe(changed);
      return () => subscription.unsubscribe();
    },
    [api],
  );
  return useSyncExternalStore(subscribe, () => api.getLanguage().language);
}

/** The locale for `Intl` that goes with {@link useLanguage}, such as `en` or `zh-CN`. */
export function useLocale(): string {
  const language = useLanguage();
  return LOCALES[language] ?? language;
}
