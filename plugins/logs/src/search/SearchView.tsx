import {
  EmptyState,
  ErrorState,
  LoadingState,
} from '@pilothouse/pilothouse-react';
import { useCallback, useMemo } from 'react';
import type { LogAddressState } from '../address/useLogAddress';
import { ContextView } from '../context/ContextView';
import { FilterBar } from '../filters/FilterBar';
import { countsOf } from '../histogram/histogramModel';
import { Histogram } from '../histogram/Histogram';
import { LineList } from '../list/LineList';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { ListFoot } from './ListFoot';
import { ListHead } from './ListHead';
import { Problems } from './Problems';
import { searchRequestOf } from './searchRequest';
import type { Scope } from './scope';
import { useLineDetail } from './useLineDetail';
import { MOST_SHOWN, useSearch } from './useSearch';
import { usePreference } from '../tab/usePreference';
import styles from './Search.module.css';

export interface SearchViewProps {
  entityRef: string;
  scope: Scope;
  state: LogAddressState;
}

/** Lines that a store keeps: searched, counted over time, and listed. */
export function SearchView({ entityRef, scope, state }: SearchViewProps) {
  const { t } = useLogsTranslation();
  const { address, set } = state;
  const [wrap] = usePreference('wrap', false);
  const [short] = usePreference('short', true);
  const [singleKeys] = usePreference('singleKeys', true);
  const request = searchRequestOf(entityRef, address, scope);
  const found = useSearch(request);
  const { first, entries, error } = found;
  const histogram = found.isUnknown ? undefined : first?.histogram;
  const counts = useMemo(() => histogram && countsOf(histogram), [histogram]);
  const detailOf = useLineDetail(entityRef, scope, state);
  const { loadMore } = found;
  const onNearEnd = useCallback(() => {
    if (found.hasMore && !found.isMoreFailed) loadMore();
  }, [found.hasMore, found.isMoreFailed, loadMore]);
  const readPods = () => set({ view: 'pods' });

  return (
    <>
      <FilterBar address={address} counts={counts} onChange={set} />
      <Problems
        problems={found.problems}
        onRetry={found.refetch}
        onReadPods={readPods}
      />
      {error && !first && <ErrorState error={error} onRetry={found.refetch} />}
      {histogram && first && (
        <Histogram
          histogram={histogram}
          from={first.from}
          to={first.to}
          onRange={range => set({ range })}
        />
      )}
      {address.line ? (
        <ContextView
          entityRef={entityRef}
          environment={scope.environment ?? ''}
          line={address.line}
          detailOf={detailOf}
          onClose={() => set({ line: undefined })}
        />
      ) : (
        <>
          <ListHead
            found={found}
            request={request}
            address={address}
            onChange={set}
          />
          {content()}
          <ListFoot found={found} most={MOST_SHOWN} />
        </>
      )}
    </>
  );

  function content() {
    if (entries.length > 0) {
      return (
        <div aria-busy={found.isPending} className={styles.lines}>
          <LineList
            entries={entries}
            wrap={wrap}
            short={short}
            singleKeys={singleKeys}
            detailOf={detailOf}
            onNearEnd={onNearEnd}
          />
        </div>
      );
    }
    if (found.isPending && !error) return <LoadingState rows={8} />;
    if (!first || found.isUnknown) {
      return first && <EmptyState title={t('list.unknown')} />;
    }
    const isPlain =
      !address.text &&
      address.levels.length + address.pods.length === 0 &&
      !address.role &&
      !address.version &&
      !address.traceId;
    return (
      <EmptyState
        title={t('list.empty')}
        hint={isPlain ? t('list.emptyPlain') : t('list.emptyFiltered')}
      />
    );
  }
}
