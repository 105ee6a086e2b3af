import {
  ErrorState,
  ForbiddenState,
  LiveBadge,
  LoadingState,
  Panel,
  statusOf,
} from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import type { WorkloadList } from '@pilothouse/plugin-release-common';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { ClusterChips } from './ClusterChips';
import { NoWorkloads } from './NoWorkloads';
import { WorkloadTable } from './WorkloadTable';
import styles from './table.module.css';

export interface EnvironmentsPanelProps {
  workloads: LiveQueryResult<WorkloadList>;
  selected: string | undefined;
  onSelect(id: string): void;
}

/** What runs where: all environments of the service, and how the portal stands with their clusters. */
export function EnvironmentsPanel(props: EnvironmentsPanelProps) {
  const { t } = useReleaseTranslation();
  const { data, live } = props.workloads;
  return (
    <Panel
      title={t('environments.title')}
      chips={
        <>
          <LiveBadge {...live} />
          {data && <ClusterChips clusters={data.clusters} />}
        </>
      }
    >
      <Content {...props} />
    </Panel>
  );
}

function Content(props: EnvironmentsPanelProps) {
  const { t } = useReleaseTranslation();
  const { data, error, refetch } = props.workloads;
  // What may not be seen any more goes, even where it was seen before.
  if (statusOf(error) === 403) {
    return (
      <ForbiddenState
        title={t('environments.forbidden.title')}
        hint={t('environments.forbidden.hint')}
      />
    );
  }
  if (!data) {
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <LoadingState rows={5} />
    );
  }
  if (data.workloads.length === 0) return <NoWorkloads list={data} />;
  const unheard = clustersNeverHeard(data);
  return (
    <>
      <WorkloadTable
        list={data}
        selected={props.selected}
        onSelect={props.onSelect}
      />
      {unheard.length > 0 && (
        <p className={styles.note}>
          {t('cluster.never', { clusters: unheard.join(', ') })}
        </p>
      )}
    </>
  );
}

/** Clusters that have said nothing since the portal started: nobody knows whether something runs there. */
function clustersNeverHeard(list: WorkloadList): string[] {
  const known = new Set(list.workloads.map(({ target }) => target.cluster));
  return list.clusters
    .filter(
      ({ name, status, lastContactAt }) =>
        status !== 'live' && lastContactAt === undefined && !known.has(name),
    )
    .map(({ name, title }) => title ?? name);
}
