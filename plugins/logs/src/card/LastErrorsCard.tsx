import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import {
  EmptyState,
  ErrorState,
  HostileText,
  LinkButton,
  LoadingState,
  RelativeTime,
  RoleChip,
  statusOf,
  useLocale,
} from '@pilothouse/pilothouse-react';
import type { LogEntry, SearchResult } from '@pilothouse/plugin-logs-common';
import { useRef, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { writeLogAddress, type LogAddress } from '../address/logAddress';
import { firstLineOf, withoutHead } from '../list/expansion';
import { keyOf } from '../search/useSearch';
import { useEntityPaths } from '../tab/useEntityPaths';
import { problemText, weightOf } from '../words/problemText';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { ERRORS_RANGE, useLastErrors, type LastErrors } from './useLastErrors';
import styles from './LastErrorsCard.module.css';

/** Of a message on the card. */
const MOST_CHARACTERS = 160;

/** The newest errors of the environment that matters most, release against canary, and the way to the rest. */
export function LastErrorsCard() {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  const { entityRef, logs } = useEntityPaths();
  const { data, error, refetch } = useLastErrors(entityRef);
  // What may not be seen any more goes, even where it was seen before.
  const shown = error && statusOf(error) === 403 ? undefined : data;
  const last = useRef<{ entityRef: string; result: SearchResult }>();
  if (shown?.result && !isUnknown(shown.result)) {
    last.current = { entityRef, result: shown.result };
  }
  const known =
    last.current?.entityRef === entityRef ? last.current.result : undefined;
  const environment = shown?.scope.environment;
  return (
    <EntityInfoCard
      title={t('card.title')}
      headerActions={
        logs &&
        environment !== undefined && (
          <Link className={styles.link} to={hrefTo({ levels: ['error'] })}>
            {t('card.all')}
          </Link>
        )
      }
    >
      {content()}
    </EntityInfoCard>
  );

  function hrefTo(changes: Partial<LogAddress>): string {
    const params = writeLogAddress({
      environment,
      clusters: [],
      range: { relative: ERRORS_RANGE },
      text: '',
      levels: [],
      pods: [],
      order: 'newest',
      view: 'stored',
      ...changes,
    });
    return `${logs}?${params}`;
  }

  function content(): ReactNode {
    if (!shown && error) return <ErrorState error={error} onRetry={refetch} />;
    if (!shown) return <LoadingState rows={3} />;
    if (!shown.result) {
      return (
        <EmptyState
          title={t(environment === undefined ? 'noTargets' : 'card.notKept')}
        />
      );
    }
    const { result } = shown;
    if (!isUnknown(result)) return <Errors shown={shown} result={result} />;
    return (
      <>
        <div role="alert" className={styles.away}>
          {missingFrom(result).map(problem => (
            <HostileText
              key={JSON.stringify(problem)}
              value={problemText(problem, t)}
              max={300}
            />
          ))}
          <span>
            {t(known ? 'card.lastKnown' : 'card.unknown')}
            {known && <RelativeTime at={known.now} />}
          </span>
          <LinkButton onPress={refetch}>{t('problem.retry')}</LinkButton>
        </div>
        {known && <Errors shown={shown} result={known} />}
      </>
    );
  }

  function Errors(props: {
    shown: LastErrors;
    result: NonNullable<LastErrors['result']>;
  }) {
    const {
      result,
      shown: { canaryErrors = 0 },
    } = props;
    const missing = missingFrom(result);
    const total = result.total.value;
    const number = (value: number) => value.toLocaleString(locale);
    return (
      <div className={styles.card}>
        <p className={styles.summary}>
          <strong>{environment}</strong>
          {' · '}
          {t('card.lastHour', {
            count: total,
            errors: number(total),
            atLeast: result.total.exact ? '' : '≥ ',
          })}
          {canaryErrors > 0 && (
            <>
              {' · '}
              <Link
                className={styles.link}
                to={hrefTo({ levels: ['error'], role: 'canary' })}
              >
                {t('card.ofCanary', { errors: number(canaryErrors) })}
              </Link>
            </>
          )}
        </p>
        {missing.map(problem => (
          <p key={JSON.stringify(problem)} className={styles.problem}>
            <HostileText value={problemText(problem, t)} max={300} />
          </p>
        ))}
        {result.entries.length === 0 && missing.length === 0 && (
          <p className={styles.none}>{t('card.none')}</p>
        )}
        <ul className={styles.list} aria-label={t('card.title')}>
          {result.entries.map(entry => (
            <ErrorLine
              key={keyOf(entry)}
              entry={entry}
              to={hrefTo({ line: entry })}
            />
          ))}
        </ul>
      </div>
    );
  }
}

function missingFrom({ problems }: SearchResult): SearchResult['problems'] {
  return problems.filter(each => weightOf(each) !== 'note');
}

/** Nothing was read: that there are no errors is not known. */
function isUnknown(result: SearchResult): boolean {
  return (
    result.entries.length === 0 &&
    result.problems.some(each => weightOf(each) === 'away')
  );
}

function ErrorLine({ entry, to }: { entry: LogEntry; to: string }) {
  return (
    <li className={styles.line}>
      <Link className={styles.message} to={to}>
        <HostileText
          value={withoutHead(firstLineOf(entry.message).first)}
          max={MOST_CHARACTERS}
        />
      </Link>
      <span className={styles.aside}>
        {entry.role && <RoleChip role={entry.role} />}
        <RelativeTime at={entry.at} />
      </span>
    </li>
  );
}
