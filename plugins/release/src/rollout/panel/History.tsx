import { formatAbsolute, HostileText } from '@pilothouse/pilothouse-react';
import type { RolloutHistoryLine } from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import { useServerNow } from '../../time';
import { formatMoment } from '../model/moment';
import { personName } from '../words/personName';
import { useRolloutWords } from '../words/useRolloutWords';
import styles from './History.module.css';

/** As many as fit under one's eyes. */
const SHOWN = 30;

/** Everything that happened to a rollout, the latest first, as text. */
export function History(props: { lines: readonly RolloutHistoryLine[] }) {
  const { t } = useRolloutWords();
  const [isOpen, setOpen] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const newestFirst = [...props.lines].reverse();
  const shown = isWhole ? newestFirst : newestFirst.slice(0, SHOWN);
  const hidden = newestFirst.length - shown.length;
  return (
    <section className={styles.history} aria-label={t('history.label')}>
      <div className={styles.head}>
        <h3>{t('history.title')}</h3>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen
            ? t('history.hide')
            : t('history.show', { count: newestFirst.length })}
        </button>
      </div>
      {isOpen && (
        <ol className={styles.lines}>
          {shown.map(line => (
            <Line key={line.sequence} line={line} />
          ))}
        </ol>
      )}
      {isOpen && hidden > 0 && (
        <button
          type="button"
          className={styles.toggle}
          onClick={() => setWhole(true)}
        >
          {t('history.all', { count: hidden })}
        </button>
      )}
    </section>
  );
}

function Line({ line }: { line: RolloutHistoryLine }) {
  const { t, event, locale } = useRolloutWords();
  const now = useServerNow(60_000);
  const at = Date.parse(line.at);
  return (
    <li className={styles.line} data-code={line.code}>
      {Number.isNaN(at) ? (
        <span />
      ) : (
        <time dateTime={line.at} title={formatAbsolute(at, locale)}>
          {formatMoment(at, now, locale)}
        </time>
      )}
      <span>
        {line.by !== undefined && (
          <b>
            <HostileText value={personName(line.by)} max={80} />{' '}
          </b>
        )}
        <HostileText value={event(line)} max={400} />
        {line.reason !== undefined && (
          <>
            {' '}
            <HostileText
              value={t('notice.reason', { reason: line.reason })}
              max={400}
            />
          </>
        )}
      </span>
    </li>
  );
}
