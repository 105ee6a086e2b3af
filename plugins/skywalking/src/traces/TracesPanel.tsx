import { Button } from '@backstage/ui';
import {
  Chip,
  EmptyState,
  LiveBadge,
  revealedText,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import type { TraceAddressState } from '../address/useTraceAddress';
import { ListPanel } from '../parts/ListPanel';
import { isLive, type Subject } from '../query/queries';
import { isFiltered } from '../query/traceRequest';
import { useKnown } from '../query/useKnown';
import { EVERY_MS } from '../query/usePolled';
import { useTraces } from '../query/useTraces';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import { TraceFilters } from './TraceFilters';
import { TraceTable } from './TraceTable';
import styles from './Traces.module.css';

export interface TracesPanelProps {
  subject: Subject;
  state: TraceAddressState;
}

/** What went through the service, narrowed as the address says, page by page. */
export function TracesPanel({ subject, state }: TracesPanelProps) {
  const { t } = useSkywalkingTranslation();
  const { address, set } = state;
  const { traceId } = address;
  const found = useTraces(subject, address);
  const { answer, stale } = useKnown(
    { data: found.list, error: found.error },
    'traces',
    JSON.stringify([subject, address]),
  );
  const clear = () =>
    set({
      state: 'all',
      minDuration: undefined,
      maxDuration: undefined,
      endpointId: undefined,
      instanceId: undefined,
      role: undefined,
      traceId: undefined,
    });
  return (
    <ListPanel
      title={t('traces')}
      chips={chips()}
      tools={
        <TraceFilters
          subject={subject}
          state={state}
          onClear={isFiltered(address) ? clear : undefined}
        />
      }
      answer={answer}
      stale={stale}
      error={found.error}
      onRetry={found.refetch}
      isBusy={found.isRefreshing}
      isEmpty={({ traces }) => traces.length === 0 && !found.hasMore}
      empty={
        <EmptyState
          title={t(traceId === undefined ? 'list.empty' : 'list.notFound')}
          hint={t(
            traceId === undefined ? 'list.emptyHint' : 'list.notFoundHint',
          )}
        />
      }
    >
      {list => (
        <>
          <TraceTable
            service={list.service}
            environment={subject.environment}
            traces={found.traces.length > 0 ? found.traces : list.traces}
          />
          {foot()}
        </>
      )}
    </ListPanel>
  );

  function chips(): ReactNode {
    if (traceId !== undefined) {
      return 'relative' in subject.range ? (
        <span className={styles.dim}>
          {t('list.searched', { id: revealedText(traceId, 60) })}
        </span>
      ) : null;
    }
    if (found.pages > 1) {
      return (
        <>
          <Chip>{t('list.held', { number: `${found.traces.length}` })}</Chip>
          <LinkButton onPress={found.restart}>{t('list.newest')}</LinkButton>
        </>
      );
    }
    return (
      <LiveBadge
        status={badgeStatus()}
        updatedAt={found.updatedAt}
        everyMs={EVERY_MS}
      />
    );
  }

  function badgeStatus() {
    if (!isLive(subject)) return 'paused';
    return found.isReconnecting ? 'reconnecting' : 'polling';
  }

  function foot(): ReactNode {
    return (
      <div className={styles.foot}>
        {found.hasMore && (
          <Button
            size="small"
            variant="secondary"
            isPending={found.isLoadingMore}
            onPress={found.loadMore}
          >
            {t('list.next')}
          </Button>
        )}
        <span className={styles.dim}>
          {t('list.found', { number: `${found.traces.length}` })}
        </span>
      </div>
    );
  }
}
