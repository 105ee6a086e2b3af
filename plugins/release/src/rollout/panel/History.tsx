import {
  formatAbsolute,
  HostileText,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import type { RolloutHistoryLine } from '@pilothouse/plugin-release-common';
import { Fragment, useMemo, useState } from 'react';
import { useServerNow } from '../../time';
import { formatMoment } from '../model/moment';
import { settledWrites } from '../model/settledWrites';
import { personName } from '../words/personName';
import { useRolloutWords } from '../words/useRolloutWords';
import styles from './History.module.css';

/** As many as fit under one's eyes. */
const SHOWN = 30;

export interface HistoryProps {
  /** The oldest first. */
  lines: readonly RolloutHistoryLine[];
  /** How many are missing behind the oldest. */
  omitted?: number;
}

/** Everything that happened to a rollout, the latest first, as text. */
export function History(props: HistoryProps) {
  const { t } = useRolloutWords();
  const [isOpen, setOpen] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const newestFirst = useMemo(
    () => settledWrites(props.lines).reverse(),
    [props.lines],
  );
  const shown = isWhole ? newestFirst : newestFirst.slice(0, SHOWN);
  const hidden = newestFirst.length - shown.length;
  const { omitted = 0 } = props;
  return (
    <section className={styles.history} aria-label={t('history.label')}>
      <div className={styles.head}>
        <h3>{t('history.title')}</h3>
        <LinkButton isExpanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {isOpen
            ? t('history.hide')
            : t('history.show', { count: newestFirst.length })}
        </LinkButton>
      </div>
      {isOpen && (
        <ol className={styles.lines}>
          {shown.map((line, index) => (
            <Fragment key={line.sequence}>
              {omitted > 0 && index === newestFirst.length - 1 && (
                <li className={styles.line}>
                  <span />
                  <span className={styles.omitted}>
                    {t('history.omitted', { count: omitted })}
                  </span>
                </li>
              )}
              <Line line={line} />
            </Fragment>
          ))}
        </ol>
      )}
      {isOpen && hidden > 0 && (
        <LinkButton onPress={() => setWhole(true)}>
          {t('history.all', { count: hidden })}
        </LinkButton>
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
