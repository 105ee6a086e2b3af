import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  ErrorState,
  ForbiddenState,
  LoadingState,
  statusOf,
} from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import type { ChangeList } from '@pilothouse/plugin-release-common';
import type { ReactNode } from 'react';
import { PageButtons } from '../paging';
import type { CursorPages } from '../paging';
import { ChangesTable } from './ChangesTable';
import { changesTranslationRef } from './translation/ref';

export interface ChangesViewProps {
  query: LiveQueryResult<ChangeList>;
  pages: CursorPages;
  here?: string;
  /** What is said where there are no lines. */
  emptyHint: string;
  emptyAction?: ReactNode;
}

/** One page of the ledger in all its states, and the way to the next. */
export function ChangesView(props: ChangesViewProps) {
  const { query, pages } = props;
  return (
    <>
      <Content {...props} />
      <PageButtons pages={pages} next={query.data?.cursor} />
    </>
  );
}

function Content(props: ChangesViewProps) {
  const { t } = useTranslationRef(changesTranslationRef);
  const { data, error, refetch } = props.query;
  // What may not be seen any more goes, even where it was seen before.
  if (statusOf(error) === 403) return <ForbiddenState />;
  if (!data) {
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <LoadingState rows={4} />
    );
  }
  if (data.changes.length > 0) {
    return <ChangesTable list={data} here={props.here} />;
  }
  return (
    <EmptyState
      title={t('empty.title')}
      hint={data.cursor === undefined ? props.emptyHint : t('empty.older')}
      action={props.emptyAction}
    />
  );
}
