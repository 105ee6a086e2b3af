import { useApi } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  ErrorState,
  LoadingState,
  PageHead,
  Panel,
  statusOf,
  useLanguage,
} from '@pilothouse/pilothouse-react';
import { pageFor } from '@pilothouse/plugin-runbooks-common';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, Navigate, useSearchParams } from 'react-router-dom';
import { runbooksApiRef } from '../api/runbooksApi';
import { useRunbookWords } from '../words/useRunbookWords';
import styles from '../page/RunbooksIndex.module.css';

/** `/runbooks/open?id=component:default/ops-runbooks%23redis-full`: a runbook in the reader's language, whichever it is. */
export function OpenRunbook() {
  const { t } = useRunbookWords();
  const language = useLanguage();
  const api = useApi(runbooksApiRef);
  const [params] = useSearchParams();
  const id = params.get('id') ?? '';
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['runbooks', 'one', id, language],
    queryFn: ({ signal }) => api.getRunbook({ id, language }, { signal }),
  });
  const page = data && pageFor(data.runbook.pages, language);
  if (page) return <Navigate to={page.url} replace />;
  return (
    <>
      <PageHead title={t('title')} subtitle={isPending && t('open.opening')} />
      <main className={styles.content}>
        <Panel title={t('all')}>{content()}</Panel>
      </main>
    </>
  );

  function content(): ReactNode {
    if (isPending) return <LoadingState rows={3} />;
    if (statusOf(error) !== 404) {
      return <ErrorState error={error} onRetry={() => refetch()} />;
    }
    return (
      <EmptyState
        title={t('open.none')}
        action={
          <Link className={styles.create} to="/runbooks">
            {t('empty.showAll')}
          </Link>
        }
      />
    );
  }
}
