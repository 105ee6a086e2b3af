import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useLanguage } from './LanguageSwitch';
import { layoutTranslationRef } from './translation';
import styles from './AppLayout.module.css';

const CONTENT_ID = 'pilothouse-content';
/** What screen readers, hyphenation and fonts should take the text for. */
const HTML_LANGUAGES: Record<string, string> = { zh: 'zh-CN' };

/** The frame of every page: navigation at the left, the page at the right, each scrolling by itself. */
export function AppLayout({
  nav,
  children,
}: {
  nav: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslationRef(layoutTranslationRef);
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = HTML_LANGUAGES[language] ?? language;
  }, [language]);
  return (
    <div className={styles.layout}>
      <a className={styles.skip} href={`#${CONTENT_ID}`}>
        {t('skip')}
      </a>
      {nav}
      <div id={CONTENT_ID} tabIndex={-1} className={styles.content}>
        {children}
      </div>
    </div>
  );
}
