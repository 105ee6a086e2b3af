import {
  EmptyState,
  ErrorState,
  LoadingState,
  Panel,
} from '@pilothouse/pilothouse-react';
import { useLogAddress } from '../address/useLogAddress';
import { PodLogView } from '../pods/PodLogView';
import { Problems } from '../search/Problems';
import { scopeOf } from '../search/scope';
import { SearchView } from '../search/SearchView';
import { useSources } from '../search/useSources';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { TabHead } from './TabHead';
import { useEntityPaths } from './useEntityPaths';
import styles from './LogsTab.module.css';

/** What an entity's pods wrote: from the store that keeps it, or from the pods themselves. */
export function LogsTab() {
  const { t } = useLogsTranslation();
  const { entityRef } = useEntityPaths();
  const sources = useSources(entityRef);
  const state = useLogAddress();
  const { address, dropped } = state;
  const { data, error, refetch } = sources;
  if (!data) {
    return (
      <Panel title={t('title')}>
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <LoadingState rows={10} />
        )}
      </Panel>
    );
  }
  const scope = scopeOf(data, address);
  if (scope.environment === undefined) {
    return (
      <Panel title={t('title')}>
        <EmptyState title={t('noTargets')} hint={t('noTargetsHint')} />
      </Panel>
    );
  }
  // Of clusters that have not told what runs there, the search says so.
  const nothingKept =
    scope.targets.length > 0 && scope.uncovered.length === scope.targets.length;
  const view = nothingKept ? 'pods' : address.view;
  return (
    <Panel
      title={t('title')}
      actions={
        <TabHead
          entityRef={entityRef}
          scope={scope}
          state={state}
          view={view}
        />
      }
    >
      {dropped.length > 0 && (
        <p role="status" className={styles.notice}>
          {t('dropped', { names: dropped.join(', ') })}
        </p>
      )}
      {nothingKept && <p className={styles.notice}>{t('nothingKept')}</p>}
      {view === 'pods' ? (
        <>
          <Problems problems={scope.unknown} onRetry={() => refetch()} />
          <PodLogView entityRef={entityRef} scope={scope} state={state} />
        </>
      ) : (
        <SearchView entityRef={entityRef} scope={scope} state={state} />
      )}
    </Panel>
  );
}
