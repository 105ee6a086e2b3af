import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Chip, HostileText, VersionMark } from '@pilothouse/pilothouse-react';
import { versionLetters, versionOf } from '@pilothouse/plugin-release-common';
import type { Workload, WorkloadList } from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { WorkloadState } from '../deploy/WorkloadState';
import { driftFrom } from '../deploy/driftFrom';
import { useDeployPath } from '../fleet/deployPath';
import { cardTranslationRef } from './translation/ref';
import styles from './DeployCard.module.css';

/** A card is for a look; the tab has them all. */
const MAX_ROWS = 12;

export interface DeployCardTableProps {
  entityRef: string;
  list: WorkloadList;
}

/** A row per workload: where it is, what runs there and how it is. */
export function DeployCardTable(props: DeployCardTableProps) {
  const { t } = useTranslationRef(cardTranslationRef);
  const { entityRef, list } = props;
  const letters = useMemo(() => versionLetters(list), [list]);
  const deployPath = useDeployPath();
  const left = list.workloads.length - MAX_ROWS;
  return (
    <>
      <table className={styles.table} aria-label={t('label')}>
        <thead className={styles.hidden}>
          <tr>
            <th scope="col">{t('environment')}</th>
            <th scope="col">{t('version')}</th>
            <th scope="col">{t('state')}</th>
          </tr>
        </thead>
        <tbody>
          {list.workloads.slice(0, MAX_ROWS).map(workload => (
            <tr key={workload.id}>
              <th scope="row">
                <Link
                  className={styles.place}
                  to={deployPath(entityRef, workload.id)}
                >
                  {placeOf(workload, list)}
                </Link>
              </th>
              <td>
                <Versions workload={workload} letters={letters} />
              </td>
              <td>
                <WorkloadState
                  workload={workload}
                  drift={driftFrom(workload, list.workloads)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <p className={styles.more}>{t('cut', { number: `${left}` })}</p>
      )}
    </>
  );
}

function Versions(props: {
  workload: Workload;
  letters: ReadonlyMap<string, string>;
}) {
  const { release, canary } = props.workload;
  const version = release && versionOf(release.image);
  return (
    <span className={styles.versions}>
      {version && (
        <VersionMark
          letter={props.letters.get(version) ?? '?'}
          version={version}
          size="small"
        />
      )}
      {canary && canary.desired > 0 && (
        <Chip tone="canary">
          <HostileText value={versionOf(canary.image)} max={20} /> ×
          {canary.desired}
        </Chip>
      )}
    </span>
  );
}

/** The environment, with what tells its workloads apart: the cluster, or the name where one has several. */
function placeOf(workload: Workload, list: WorkloadList): string {
  const { environment, cluster } = workload.target;
  const beside = list.workloads.filter(
    ({ target }) => target.environment === environment,
  );
  if (beside.length === 1) return environment;
  const place = cluster.startsWith(environment)
    ? cluster
    : `${environment} · ${cluster}`;
  const sameCluster = beside.filter(({ target }) => target.cluster === cluster);
  return sameCluster.length === 1 ? place : `${place} · ${workload.name}`;
}
