import { usePermission } from '@backstage/plugin-permission-react';
import { EmptyState, useSteadyRows } from '@pilothouse/pilothouse-react';
import { releaseWorkloadLogsPermission } from '@pilothouse/plugin-release-common';
import type {
  PodList,
  WorkloadRequest,
} from '@pilothouse/plugin-release-common';
import { peekOf } from '../logs';
import type { OpenLogs } from '../logs';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { workloadSubject } from '../links/workloadSubject';
import { Detail } from './Detail';
import { PodRow } from './PodRow';
import { usePods } from './queries';
import styles from './table.module.css';

export interface PodsTabProps {
  request: WorkloadRequest;
  letters: ReadonlyMap<string, string>;
  /** The cluster tells nothing: how pods were is not how they are. */
  lost: boolean;
  /** Cluster and namespace, in words. */
  where: string;
  onLogs: OpenLogs;
}

/** The pods of a workload: canary first, trouble first. */
export function PodsTab(props: PodsTabProps) {
  const { t } = useReleaseTranslation();
  const pods = usePods(props.request);
  return (
    <Detail query={pods}>
      {list =>
        list.pods.length === 0 ? (
          <EmptyState title={t('pods.empty')} hint={t('pods.emptyHint')} />
        ) : (
          <Pods {...props} list={list} />
        )
      }
    </Detail>
  );
}

function Pods(props: PodsTabProps & { list: PodList }) {
  const { t } = useReleaseTranslation();
  const { request, letters, lost, where, onLogs, list } = props;
  const subject = workloadSubject(request);
  const { rows, handlers } = useSteadyRows(list.pods, ({ uid }) => uid);
  const { loading, allowed } = usePermission({
    permission: releaseWorkloadLogsPermission,
    resourceRef: request.entityRef,
  });
  const forbidden = !loading && !allowed ? t('pods.noLogs') : undefined;
  return (
    <div className={styles.scroll} {...handlers}>
      <table className={styles.table} aria-label={t('workload.pods')}>
        <thead>
          <tr>
            <th scope="col">{t('pods.pod')}</th>
            <th scope="col">{t('pods.role')}</th>
            <th scope="col">{t('pods.version')}</th>
            <th scope="col">{t('pods.state')}</th>
            <th scope="col">{t('pods.restarts')}</th>
            <th scope="col">{t('pods.node')}</th>
            <th scope="col" className={styles.wideOnly}>
              {t('pods.ip')}
            </th>
            <th scope="col">{t('pods.age')}</th>
            <th scope="col">{t('pods.logs')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, gone }) => (
            <PodRow
              key={row.uid}
              pod={row}
              gone={gone}
              lost={lost}
              letters={letters}
              subject={subject}
              logsForbidden={forbidden}
              onLogs={(previous, opener) =>
                onLogs(
                  peekOf(
                    row,
                    { workloadId: request.workloadId, where },
                    previous,
                  ),
                  opener,
                )
              }
            />
          ))}
        </tbody>
      </table>
      {list.total > list.pods.length && (
        <p className={styles.note}>
          {t('pods.cut', {
            shown: `${list.pods.length}`,
            total: `${list.total}`,
          })}
        </p>
      )}
      {forbidden && <p className={styles.note}>{forbidden}</p>}
    </div>
  );
}
