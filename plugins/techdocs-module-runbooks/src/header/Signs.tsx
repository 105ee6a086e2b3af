import { Chip, StateSign } from '@pilothouse/pilothouse-react';
import { troublesOf } from '@pilothouse/plugin-runbooks-common';
import { Link } from 'react-router-dom';
import type { RunbookOfPage } from '../page/useRunbookPage';
import { useHeaderWords } from './useHeaderWords';
import styles from './RunbookHeader.module.css';

/** What kind of runbook it is, whether it can be relied on, and the way to its other language. */
export function Signs({ runbook, page, now }: RunbookOfPage) {
  const { t, date } = useHeaderWords();
  const { kind, severity, reviewDue, faults } = runbook;
  const troubles = troublesOf(runbook, now);
  const fields = [...new Set(faults.map(({ field }) => field))].join(', ');
  return (
    <div className={styles.signs}>
      <strong className={styles.kind}>{t(`kind.${kind ?? 'none'}`)}</strong>
      {severity && (
        <Chip tone={severity === 'critical' ? 'negative' : 'neutral'}>
          {t(`severity.${severity}`)}
        </Chip>
      )}
      {troubles.includes('faults') && (
        <span title={t('faultsHint')}>
          <StateSign kind="failed">{t('faults', { fields })}</StateSign>
        </span>
      )}
      {troubles.includes('overdue') && reviewDue && (
        <StateSign kind="attention">
          {t('overdue', { date: date(reviewDue) })}
        </StateSign>
      )}
      {troubles.includes('never-drilled') && (
        <StateSign kind="attention">{t('neverDrilled')}</StateSign>
      )}
      <nav className={styles.ways} aria-label={t('otherLanguage')}>
        {runbook.pages
          .filter(other => other.path !== page.path)
          .map(other => (
            <Link
              key={other.path}
              className={styles.link}
              to={other.url}
              lang={other.language}
            >
              {nameOf(other.language)}
            </Link>
          ))}
        <Link className={styles.link} to="/runbooks">
          {t('index')}
        </Link>
      </nav>
    </div>
  );

  /** A language is looked for by the name that it has itself. */
  function nameOf(language: string): string {
    return language === 'en' || language === 'zh'
      ? t(`language.${language}`)
      : language;
  }
}
