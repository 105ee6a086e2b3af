import { VisuallyHidden } from '@backstage/ui';
import {
  Chip,
  HostileText,
  StateSign,
  VersionMark,
} from '@pilothouse/pilothouse-react';
import type {
  Environment,
  FleetCell,
  FleetService,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';
import { rolloutHere } from '../rollout/model/rolloutHere';
import { rolloutKind } from '../rollout/model/rolloutSign';
import { Age } from '../time';
import { differsFrom } from './model/drift';
import { signOf } from './model/trouble';
import type { FleetWords } from './useFleetWords';
import styles from './FleetTable.module.css';

export interface FleetCellViewProps {
  cell: FleetCell;
  service: FleetService;
  environments: Environment[];
  letters: ReadonlyMap<string, string>;
  /** The rollout that acts on it. */
  rollout: RolloutSummary | undefined;
  /** Asked for once for the whole table: it has thousands of cells. */
  words: FleetWords;
}

/** What runs of a service in one place: its version, and how it is in a few words. */
export function FleetCellView(props: FleetCellViewProps) {
  const { cell, letters, words } = props;
  return (
    <span className={styles.cell}>
      <span className={styles.versions}>
        <VersionMark
          letter={letters.get(cell.version) ?? '?'}
          version={cell.version}
          size="small"
        />
        {cell.canaryVersion && (
          <Chip tone="canary">
            <HostileText value={cell.canaryVersion} max={20} />
          </Chip>
        )}
        {cell.workloads > 1 && (
          <span
            className={styles.more}
            title={words.t('cell.workloads', {
              number: `${cell.workloads}`,
            })}
          >
            ×{cell.workloads}
          </span>
        )}
      </span>
      <span className={styles.state}>
        <CellState {...props} />
      </span>
    </span>
  );
}

function CellState(props: FleetCellViewProps) {
  const { cell, words } = props;
  const { t } = words;
  const kind = signOf(cell);
  const rollout = rolloutHere(props.rollout, {
    id: cell.workloadId,
    state: cell.state,
  });
  if (rollout) {
    return (
      <StateSign kind={rolloutKind(rollout)}>
        {words.rollout(rollout)}
      </StateSign>
    );
  }
  switch (kind) {
    case 'failed':
      return (
        <StateSign kind="failed">
          {cell.reason && (
            <HostileText value={words.reason(cell.reason)} max={48} />
          )}
        </StateSign>
      );
    case 'unknown':
      return (
        <StateSign kind="unknown">
          {cell.staleSince && (
            <>
              <VisuallyHidden>
                {cell.reason?.code === 'refused'
                  ? t('cell.refused')
                  : t('cell.noAnswer')}{' '}
              </VisuallyHidden>
              <Age at={cell.staleSince} />
            </>
          )}
        </StateSign>
      );
    case 'attention': {
      const cluster = differsFrom(cell, props.service, props.environments);
      // The one that the others are measured by is well itself.
      if (!cluster) return <WellOrCanary cell={cell} words={words} />;
      return (
        <StateSign kind="attention">
          {t('cell.differsFrom', { cluster })}
        </StateSign>
      );
    }
    case 'moving':
      return (
        <StateSign kind="moving">
          {isCanaryMoving(cell)
            ? t('cell.canary', {
                ready: `${cell.canaryReady ?? 0}`,
                desired: `${cell.canaryDesired ?? 0}`,
              })
            : `${cell.ready}/${cell.desired}`}
        </StateSign>
      );
    case 'stopped':
      return <StateSign kind="stopped" />;
    default:
      return <WellOrCanary cell={cell} words={words} />;
  }
}

function WellOrCanary(props: { cell: FleetCell; words: FleetWords }) {
  const { cell, words } = props;
  if (!cell.canaryVersion) {
    return (
      <StateSign kind="healthy" compact>
        {words.state('healthy')}
      </StateSign>
    );
  }
  return (
    <StateSign kind="healthy">
      {words.t('cell.canary', {
        ready: `${cell.canaryReady ?? 0}`,
        desired: `${cell.canaryDesired ?? 0}`,
      })}
    </StateSign>
  );
}

function isCanaryMoving(cell: FleetCell): boolean {
  return (
    cell.canaryDesired !== undefined && cell.canaryReady !== cell.canaryDesired
  );
}
