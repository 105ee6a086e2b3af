import {
  EmptyState,
  ErrorState,
  HostileText,
  LoadingState,
  PageHead,
  Panel,
  useLanguage,
} from '@pilothouse/pilothouse-react';
import { pageFor } from '@pilothouse/plugin-runbooks-common';
import type { ReactNode } from 'react';
import { Link, Navigate, useParams, useSearchParams } from 'react-router-dom';
import { useRunbooks } from '../api/useRunbooks';
import { RunbookTable } from '../table/RunbookTable';
import { useRunbookWords } from '../words/useRunbookWords';
import { onlyMatch } from './onlyMatch';
import styles from '../page/RunbooksIndex.module.css';

const LONGEST_ALERT = 200;

/**
 * `/runbooks/for-alert/HighErrorRate?entity=component:default/order-api`: where the `runbook_url` of an alert leads. It
 * opens the one runbook that there is for it, in the reader's language.
 */
export function ForAlert() {
  const { t } = useRunbookWords();
  const language = useLanguage();
  const [params] = useSearchParams();
  const alert = (useParams().alert ?? '').slice(0, LONGEST_ALERT);
  const entityRef = params.get('entity') ?? undefined;
  const { data, error, isPending, refetch } = useRunbooks({ alert });

  const match = data && onlyMatch(data.runbooks, entityRef);
  const page = match && pageFor(match.pages, language);
  if (page) return <Navigate to={page.url} replace />;
  return (
    <>
      <PageHead
        title={<HostileText value={t('alert.title', { alert })} />}
        subtitle={data && data.runbooks.length > 1 && t('alert.subtitle')}
      />
      <main className={styles.content}>
        <Panel title={t('title')}>{content()}</Panel>
      </main>
    </>
  );

  function content(): ReactNode {
    if (isPending) return <LoadingState rows={4} />;
    if (!data) return <ErrorState error={error} onRetry={refetch} />;
    if (data.runbooks.length > 0) {
      return (
        <RunbookTable
          label={t('alert.title', { alert })}
          runbooks={data.runbooks}
          now={data.now}
          here={entityRef}
        />
      );
    }
    return (
      <EmptyState
        title={<HostileText value={t('alert.none', { alert })} />}
        hint={t('alert.noneHint')}
        action={
          <Link
            className={styles.create}
            to={`/runbooks?${new URLSearchParams({ q: wordsIn(alert) })}`}
          >
            {t('alert.search', { alert: wordsIn(alert) })}
          </Link>
        }
      />
    );
  }
}

/** `RedisMemoryFull` is found by its words, where nobody has written its name. */
function wordsIn(alert: string): string {
  return alert.replace(/(?<=[a-z\d])(?=[A-Z])|[_:.-]+/g, ' ').trim();
}
