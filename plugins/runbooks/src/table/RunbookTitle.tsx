import { HostileText, useLanguage } from '@pilothouse/pilothouse-react';
import { pageFor, type Runbook } from '@pilothouse/plugin-runbooks-common';
import { Link } from 'react-router-dom';
import { useRunbookWords } from '../words/useRunbookWords';
import styles from './RunbookTable.module.css';

/** The way to the page in the reader's language, and beside it to the other languages. */
export function RunbookTitle({ runbook }: { runbook: Runbook }) {
  const { t, language, languageShort } = useRunbookWords();
  const reader = useLanguage();
  const page = pageFor(runbook.pages, reader);
  if (!page) return null;
  const others = runbook.pages.filter(other => other !== page);
  return (
    <span className={styles.titleLine}>
      <Link className={styles.title} to={page.url} lang={page.language}>
        <HostileText value={page.title} max={120} />
      </Link>
      {others.map(other => (
        <Link
          key={other.path}
          className={styles.language}
          to={other.url}
          aria-label={t('readIn', {
            title: other.title,
            language: language(other.language),
          })}
          title={t('readIn', {
            title: other.title,
            language: language(other.language),
          })}
        >
          {languageShort(other.language)}
        </Link>
      ))}
    </span>
  );
}
