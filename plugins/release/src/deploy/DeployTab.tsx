import {
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  getEntityRelations,
  humanizeEntityRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { statusOf } from '@pilothouse/pilothouse-react';
import { RUNBOOK_ANNOTATION } from '@pilothouse/plugin-release-common';
import { LogPeek, useLogPeek } from '../logs';
import {
  NewRollout,
  RolloutSection,
  rolloutsByWorkload,
  useRollouts,
  useStages,
} from '../rollout';
import { useMemo } from 'react';
import { ChangesPanel } from '../changes';
import { FreezeBanner } from '../freeze';
import { Rollback } from '../operations';
import { EnvironmentsPanel } from './EnvironmentsPanel';
import { Problems } from './Problems';
import { useWorkloads } from './queries';
import { ServerClock } from '../time';
import { useSelectedWorkload } from './useSelectedWorkload';
import { WorkloadPanel } from './WorkloadPanel';
import styles from './DeployTab.module.css';

/** What runs of an entity: its environments, the details of one workload, and the logs of one pod. */
export function DeployTab() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const [owner] = getEntityRelations(entity, RELATION_OWNED_BY);
  // Another entity is another page: nothing of the one before may stay.
  return (
    <Deploy
      key={entityRef}
      entityRef={entityRef}
      runbook={entity.metadata.annotations?.[RUNBOOK_ANNOTATION]}
      owner={owner && humanizeEntityRef(owner, { defaultKind: 'group' })}
    />
  );
}

function Deploy(props: {
  entityRef: string;
  owner: string | undefined;
  runbook: string | undefined;
}) {
  const { entityRef, owner, runbook } = props;
  const workloads = useWorkloads(entityRef);
  const rollouts = useRollouts(entityRef);
  const stages = useStages(entityRef).data;
  const { data, error, live } = workloads;
  const selected = useSelectedWorkload(data?.workloads);
  const logs = useLogPeek();
  const byWorkload = useMemo(
    () => rolloutsByWorkload(rollouts.data?.rollouts ?? []),
    [rollouts.data],
  );
  const visible = data !== undefined && statusOf(error) !== 403;
  return (
    <ServerClock now={data?.now} receivedAt={live.updatedAt}>
      <div className={styles.page} data-logs-open={logs.peek !== undefined}>
        {visible && stages && <FreezeBanner list={stages} />}
        {visible && <Problems problems={data.problems} />}
        <EnvironmentsPanel
          workloads={workloads}
          selected={selected.id}
          onSelect={selected.select}
          rollouts={byWorkload}
          actions={
            visible &&
            stages && (
              <>
                <Rollback
                  entityRef={entityRef}
                  list={data}
                  stages={stages}
                  workloadId={selected.id}
                />
                <NewRollout
                  list={data}
                  stages={stages}
                  workloadId={selected.id}
                  onStarted={({ targets }) => {
                    const [first] = targets;
                    if (first) selected.select(first.workloadId);
                  }}
                />
              </>
            )
          }
        />
        {visible && selected.id !== undefined && (
          <RolloutSection
            workloadId={selected.id}
            list={data}
            rollouts={rollouts}
            stages={stages}
            owner={owner}
            runbook={runbook}
            onLogs={logs.open}
          />
        )}
        {visible && selected.id !== undefined && (
          <WorkloadPanel
            entityRef={entityRef}
            workloadId={selected.id}
            list={data}
            stages={stages}
            onLogs={logs.open}
          />
        )}
        {visible && <ChangesPanel entityRef={entityRef} />}
        {visible && logs.peek && (
          <LogPeek
            key={`${logs.peek.workloadId}/${logs.peek.pod}`}
            entityRef={entityRef}
            peek={logs.peek}
            onClose={logs.close}
          />
        )}
      </div>
    </ServerClock>
  );
}
