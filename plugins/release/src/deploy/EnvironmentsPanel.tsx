import {
  ErrorState,
  ForbiddenState,
  LiveBadge,
  LoadingState,
  Panel,
  statusOf,
} from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import type {
  RolloutSummary,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import type { ReactNode } from 'react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { UnreadNotes, unreadClusters } from '../unread';
import { ClusterChips } from './ClusterChips';
import { NoWorkloads } from './NoWorkloads';
import { WorkloadTable } from './WorkloadTable';

export interface EnvironmentsPanelProps {
  workloads: LiveQueryResult<WorkloadList>;
  selected: string | undefined;
  onSelect(id: string): void;
  /** Active rollouts by the workloads that they act on. */
  rollouts: ReadonlyMap<string, RolloutSummary>;
  /** Buttons at the end of its title. */
  actions?: ReactNode;
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
      actions={props.actions}
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
  const unread = unreadClusters(data);
  return (
    <>
      {data.workloads.length === 0 ? (
        <NoWorkloads list={data} />
      ) : (
        <WorkloadTable
          list={data}
          selected={props.selected}
          onSelect={props.onSelect}
          rollouts={props.rollouts}
        />
      )}
      <UnreadNotes clusters={unread} />
    </>
  );
}
