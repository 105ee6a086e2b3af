import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { statusOf } from '@pilothouse/pilothouse-react';
import { LogPeek, useLogPeek } from '../logs';
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
  // Another entity is another page: nothing of the one before may stay.
  return <Deploy key={entityRef} entityRef={entityRef} />;
}

function Deploy({ entityRef }: { entityRef: string }) {
  const workloads = useWorkloads(entityRef);
  const { data, error, live } = workloads;
  const selected = useSelectedWorkload(data?.workloads);
  const logs = useLogPeek();
  const visible = data !== undefined && statusOf(error) !== 403;
  return (
    <ServerClock now={data?.now} receivedAt={live.updatedAt}>
      <div className={styles.page} data-logs-open={logs.peek !== undefined}>
        {visible && <Problems problems={data.problems} />}
        <EnvironmentsPanel
          workloads={workloads}
          selected={selected.id}
          onSelect={selected.select}
        />
        {visible && selected.id !== undefined && (
          <WorkloadPanel
            entityRef={entityRef}
            workloadId={selected.id}
            list={data}
            onLogs={logs.open}
          />
        )}
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
