import { Button } from '@backstage/ui';
import {
  EmptyState,
  ErrorState,
  LoadingState,
  useHeldLines,
} from '@pilothouse/pilothouse-react';
import type { LogEntry } from '@pilothouse/plugin-logs-common';
import { RiArrowDownLine } from '@remixicon/react';
import { useCallback, useMemo, useState } from 'react';
import type { LogAddressState } from '../address/useLogAddress';
import { LineDetail } from '../list/LineDetail';
import { LineList } from '../list/LineList';
import type { Scope } from '../search/scope';
import { useEntityPaths } from '../tab/useEntityPaths';
import { usePreference } from '../tab/usePreference';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { PodFoot } from './PodFoot';
import { PodTools } from './PodTools';
import { MOST_FOLLOWED, usePodLogs } from './usePodLogs';
import { usePodsToRead } from './usePodsToRead';
import styles from './PodLogView.module.css';

export interface PodLogViewProps {
  entityRef: string;
  scope: Scope;
  state: LogAddressState;
}

/**
 * What the pods themselves have, straight from their clusters: followed, all pods of the targets merged by time. Nothing
 * of it is kept, and pods that are gone have taken theirs with them.
 */
export function PodLogView({ entityRef, scope, state }: PodLogViewProps) {
  const { t } = useLogsTranslation();
  const { address, set } = state;
  const [wrap] = usePreference('wrap', false);
  const [short] = usePreference('short', true);
  const [singleKeys] = usePreference('singleKeys', true);
  const [previous, setPrevious] = useState(false);
  const found = usePodsToRead(entityRef, scope);
  const chosen = useMemo(
    () =>
      found.pods.filter(
        ({ pod }) =>
          (address.pods.length === 0 || address.pods.includes(pod.name)) &&
          (!address.role || pod.role === address.role) &&
          (!previous || pod.containers.some(each => each.hasPrevious)),
      ),
    [found.pods, address.pods, address.role, previous],
  );
  const logs = usePodLogs(entityRef, chosen, previous);
  const held = useHeldLines(logs.lines);
  const { traceOf } = useEntityPaths();
  const detailOf = useCallback(
    (entry: LogEntry) => (
      <LineDetail
        entry={entry}
        trace={entry.traceId ? traceOf(entry.traceId) : undefined}
      />
    ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- made anew by each render, and the same for an entity
    [entityRef],
  );
  const { entries } = held.shown;

  return (
    <>
      <p className={styles.note}>{t('pods.note')}</p>
      <PodTools
        pods={found.pods}
        chosen={address.pods}
        onPods={pods => set({ pods })}
        role={address.role}
        onRole={role => set({ role })}
        previous={previous}
        onPrevious={setPrevious}
        logs={logs}
        held={held}
        isFollowed={!previous && chosen.length <= MOST_FOLLOWED}
      />
      {content()}
      <PodFoot logs={logs} pods={chosen} unread={found.unread} />
    </>
  );

  function content() {
    if (found.error) {
      return <ErrorState error={found.error} onRetry={found.refetch} />;
    }
    if (found.isPending) return <LoadingState rows={8} />;
    if (chosen.length === 0) {
      return (
        <EmptyState
          title={previous ? t('pods.nonePrevious') : t('pods.none')}
          hint={t('pods.noneHint')}
        />
      );
    }
    if (entries.length === 0) {
      return (
        <EmptyState
          title={logs.open > 0 ? t('pods.waiting') : t('pods.empty')}
        />
      );
    }
    return (
      <div className={styles.body}>
        <LineList
          entries={entries}
          wrap={wrap}
          short={short}
          singleKeys={singleKeys}
          detailOf={detailOf}
          follow={{
            following: held.heldBy === undefined,
            onLeaveEnd: () => held.hold('scroll'),
            onReachEnd: () => {
              if (held.heldBy === 'scroll') held.release();
            },
          }}
        />
        {held.heldBy && held.newLines > 0 && (
          <div className={styles.newLines}>
            <Button
              size="small"
              iconEnd={<RiArrowDownLine />}
              onPress={held.release}
            >
              {t('pods.newLines', { count: held.newLines })}
            </Button>
          </div>
        )}
      </div>
    );
  }
}
