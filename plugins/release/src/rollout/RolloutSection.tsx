import { ErrorState, Panel, statusOf } from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import type {
  RolloutList,
  StageList,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import { parseWorkloadId } from '@pilothouse/plugin-release-common';
import type { OpenLogs } from '../logs';
import { useServerNow } from '../time';
import { pickRollout } from './model/pickRollout';
import { RolloutPanel } from './panel/RolloutPanel';
import { useRolloutTranslation } from './translation/useRolloutTranslation';

export interface RolloutSectionProps {
  workloadId: string;
  list: WorkloadList;
  rollouts: LiveQueryResult<RolloutList>;
  stages: StageList | undefined;
  /** Who is told, and approves. */
  owner?: string;
  /** Where the entity says that its runbook is. */
  runbook?: string;
  onLogs: OpenLogs;
}

/** The rollout of the chosen workload: the active one, or the last that ended within a day. */
export function RolloutSection(props: RolloutSectionProps) {
  const { t } = useRolloutTranslation();
  const now = useServerNow(60_000);
  const { workloadId, list, rollouts, stages, owner } = props;
  const { data, error, refetch } = rollouts;
  if (!data) {
    const status = statusOf(error);
    // Who may not read them, and where there are none, misses nothing.
    if (!error || status === 403 || status === 404) return null;
    return (
      <Panel title={t('panel.loadError')}>
        <ErrorState error={error} onRetry={refetch} />
      </Panel>
    );
  }
  const summary = pickRollout(data.rollouts, workloadId, now);
  if (!summary) return null;
  const environment = parseWorkloadId(workloadId)?.environment;
  const stage = stages?.stages.find(known => known.environment === environment);
  return (
    <RolloutPanel
      key={summary.id}
      summary={summary}
      list={list}
      owner={owner}
      runbook={props.runbook}
      onLogs={props.onLogs}
      mayOverride={stage?.actions.override.allowed ?? false}
    />
  );
}
