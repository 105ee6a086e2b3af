import { HostileText, useLocale } from '@pilothouse/pilothouse-react';
import { leavesLinesOut } from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';
import { problemText } from '../words/problemText';
import { useLogsTranslation } from '../words/useLogsTranslation';
import type { Download } from './useDownload';
import styles from './Search.module.css';

/** How a download went, where there is more to say of it than the file. */
export function DownloadNotice({ error, incomplete }: Download) {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  if (error) {
    return (
      <p role="alert" className={styles.failed}>
        {t('download.failed')}
      </p>
    );
  }
  if (!incomplete) return null;
  const { file, problems } = incomplete;
  return (
    <div role="alert" className={styles.failed}>
      {t('download.incomplete', { file })}
      <ul>
        {!problems && <li>{t('download.noEnd')}</li>}
        {problems?.filter(leavesLinesOut).map(problem => (
          <li key={JSON.stringify(problem)}>
            <HostileText value={textOf(problem)} max={400} />
          </li>
        ))}
      </ul>
    </div>
  );

  function textOf(problem: Message): string {
    const { shown } = problem.params;
    // Of a page it says what is shown; here it is what the file has.
    return problem.code === 'cut'
      ? t('download.cut', { lines: Number(shown).toLocaleString(locale) })
      : problemText(problem, t);
  }
}
