import { Cell, Row, VisuallyHidden } from '@backstage/ui';
import {
  Chip,
  HostileText,
  StateSign,
  TrafficBar,
  VersionMark,
  useSteadyRows,
} from '@pilothouse/pilothouse-react';
import {
  targetId,
  versionLetters,
  versionOf,
} from '@pilothouse/plugin-release-common';
import type {
  RolloutSummary,
  Side,
  Workload,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { rolloutHere, turnAfter } from '../rollout';
import { useRolloutTranslation } from '../rollout/translation/useRolloutTranslation';
import { ChoiceTable } from '../table/ChoiceTable';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { unreadClusters } from '../unread';
import { driftFrom } from './driftFrom';
import { LastChange } from './LastChange';
import { WorkloadState } from './WorkloadState';
import styles from './table.module.css';

export interface WorkloadTableProps {
  list: WorkloadList;
  selected: string | undefined;
  onSelect(id: string): void;
  /** Active rollouts by the workloads that they act on. */
  rollouts: ReadonlyMap<string, RolloutSummary>;
}

/** A row per workload, grouped by environment, of which one is chosen. */
export function WorkloadTable(props: WorkloadTableProps) {
  const { t } = useReleaseTranslation();
  const { list, selected, onSelect, rollouts } = props;
  const letters = useMemo(() => versionLetters(list), [list]);
  const { rows, handlers } = useSteadyRows(list.workloads, ({ id }) => id);
  const unread = new Set(unreadClusters(list).map(({ name }) => name));
  const crowded = targetsWithSeveral(list.workloads);
  return (
    <div className={styles.scroll} {...handlers}>
      <ChoiceTable
        label={t('environments.label')}
        columns={[
          { title: t('environments.environment'), isRowHeader: true },
          { title: t('environments.target'), isRowHeader: true },
          { title: t('environments.release') },
          { title: t('environments.canary') },
          { title: t('environments.ready') },
          { title: t('environments.traffic') },
          { title: t('environments.state') },
          { title: t('environments.lastChange') },
        ]}
        selected={selected}
        onSelect={onSelect}
      >
        {rows.map(({ row, gone }, index) => {
          const { environment, cluster, namespace } = row.target;
          const rollout = rollouts.get(row.id);
          const first = rows[index - 1]?.row.target.environment !== environment;
          return (
            <Row
              key={row.id}
              id={row.id}
              textValue={`${environment} ${cluster} ${namespace} ${row.name}`}
              className={styles.workload}
              data-gone={gone}
              data-first={first}
              data-rollout={rollout !== undefined}
              data-stale={row.staleSince !== undefined}
            >
              <Cell className={styles.environment}>
                {first ? (
                  environment
                ) : (
                  <VisuallyHidden>{environment}</VisuallyHidden>
                )}
              </Cell>
              <Cell className={styles.target}>
                {cluster}
                <span>
                  {crowded.has(targetId(row.target))
                    ? `${namespace} · ${row.name}`
                    : namespace}
                </span>
              </Cell>
              <Cell>
                {row.release ? (
                  <Version side={row.release} letters={letters} />
                ) : (
                  <Nothing why={t('environments.noRelease')} />
                )}
              </Cell>
              <Cell>
                <Canary
                  side={row.canary}
                  letters={letters}
                  turnAfter={turnAfter(rollout, row.id)}
                />
              </Cell>
              <Cell className={styles.nowrap}>
                <Readiness workload={row} />
              </Cell>
              <Cell className={styles.traffic}>
                <TrafficBar canaryShare={shareOf(row)} />
              </Cell>
              <Cell className={styles.state}>
                {gone ? (
                  <Gone unread={unread.has(cluster)} />
                ) : (
                  <WorkloadState
                    workload={row}
                    rollout={rolloutHere(rollout, row)}
                    drift={driftFrom(row, list.workloads)}
                  />
                )}
              </Cell>
              <Cell className={styles.small}>
                {row.lastChange && <LastChange change={row.lastChange} />}
              </Cell>
            </Row>
          );
        })}
      </ChoiceTable>
    </div>
  );
}

type Letters = ReadonlyMap<string, string>;

function Version(props: { side: Side; letters: Letters }) {
  const version = versionOf(props.side.image);
  return (
    <VersionMark
      letter={props.letters.get(version) ?? '?'}
      version={version}
      size="small"
    />
  );
}

function Canary(props: {
  side: Side | undefined;
  letters: Letters;
  /** The cluster after which it is its turn. */
  turnAfter: string | undefined;
}) {
  const { t } = useReleaseTranslation();
  const { t: tRollout } = useRolloutTranslation();
  const { side, letters, turnAfter: cluster } = props;
  if (cluster !== undefined && !side?.desired && !side?.ready) {
    return (
      <span className={styles.dim}>{tRollout('state.after', { cluster })}</span>
    );
  }
  if (!side) return <Nothing why={t('environments.noCanary')} />;
  if (side.desired === 0 && side.ready === 0) {
    const image = side.image.reference;
    return <Nothing why={t('environments.canaryRests', { image })} />;
  }
  return (
    <span className={styles.canary}>
      <Version side={side} letters={letters} />
      <Chip tone="canary">×{side.desired}</Chip>
    </span>
  );
}

function Readiness({ workload }: { workload: Workload }) {
  const sides = [workload.release, workload.canary].filter(
    side => side !== undefined && (side.desired > 0 || side.ready > 0),
  );
  const shown =
    sides.length > 0 ? sides : [workload.release ?? workload.canary];
  return (
    <>
      {shown
        .map(side => `${side?.ready ?? 0} / ${side?.desired ?? 0}`)
        .join(' + ')}
    </>
  );
}

/** Without a canary the release takes all of it, as soon as one of its pods is ready. */
function shareOf({ canaryShare, release }: Workload): number | undefined {
  return canaryShare ?? (release && release.ready > 0 ? 0 : undefined);
}

/** Not there any more, unless nobody knows: its cluster may have lost all that it had told. */
function Gone(props: { unread: boolean }) {
  const { t } = useReleaseTranslation();
  if (props.unread) return <StateSign kind="unknown" />;
  return <>{t('environments.gone')}</>;
}

function Nothing(props: { why: string }) {
  const { t } = useReleaseTranslation();
  return (
    <span className={styles.dim} title={props.why}>
      <span aria-hidden="true">{t('environments.none')}</span>
      <VisuallyHidden>
        <HostileText value={props.why} />
      </VisuallyHidden>
    </span>
  );
}

/** Where a service has several Deployments, each has to be called by its name. */
function targetsWithSeveral(workloads: readonly Workload[]): Set<string> {
  const seen = new Set<string>();
  const several = new Set<string>();
  for (const workload of workloads) {
    const target = targetId(workload.target);
    (seen.has(target) ? several : seen).add(target);
  }
  return several;
}
