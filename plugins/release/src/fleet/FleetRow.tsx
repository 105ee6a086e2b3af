import { VisuallyHidden } from '@backstage/ui';
import { HostileText, StateSign } from '@pilothouse/pilothouse-react';
import type {
  Environment,
  FleetService,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';
import { memo, useMemo } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { FleetCellView } from './FleetCellView';
import type { DeployPath } from './deployPath';
import { cellOf } from './model/columns';
import type { FleetColumn } from './model/columns';
import { fleetLetters } from './model/letters';
import { nameOfRef } from './model/nameOfRef';
import type { FleetWords } from './useFleetWords';
import styles from './FleetTable.module.css';

export interface FleetRowProps {
  index: number;
  service: FleetService;
  columns: FleetColumn[];
  environments: Environment[];
  /** Clusters of which it is not known what runs there. */
  unread: ReadonlySet<string>;
  /** Those that are active, by the workloads on which they act. */
  rollouts: ReadonlyMap<string, RolloutSummary>;
  words: FleetWords;
  deployPath: DeployPath;
  /** The column that Tab leads to, if it is in this row. */
  tabColumn: number | undefined;
  measure: ((row: HTMLElement | null) => void) | undefined;
}

/** A service: its name, whose it is, and what runs in each column. Drawn again only when something of it changes. */
export const FleetRow = memo(Row);

function Row(props: FleetRowProps) {
  const { service, columns, environments, tabColumn, deployPath, words } =
    props;
  const letters = useMemo(
    () => fleetLetters(service, environments),
    [service, environments],
  );
  const place = (column: number, to: string, children: ReactNode) => (
    <Link
      className={styles.link}
      to={to}
      tabIndex={column === tabColumn ? 0 : -1}
      data-row={service.entityRef}
      data-column={column}
    >
      {children}
    </Link>
  );
  return (
    <tr
      ref={props.measure}
      data-index={props.index}
      aria-rowindex={props.index + 2}
    >
      <th scope="row" className={styles.name}>
        {place(
          0,
          deployPath(service.entityRef),
          <span className={styles.title}>
            <HostileText value={service.title} max={80} />
          </span>,
        )}
        {service.owner && (
          <div className={styles.owner}>
            <HostileText value={nameOfRef(service.owner)} max={60} />
          </div>
        )}
      </th>
      {columns.map((column, index) => {
        const cell = cellOf(service, column);
        return cell ? (
          <td key={column.key} role="gridcell">
            {place(
              index + 1,
              deployPath(service.entityRef, cell.workloadId),
              <FleetCellView
                cell={cell}
                service={service}
                environments={environments}
                letters={letters}
                rollout={props.rollouts.get(cell.workloadId)}
                words={words}
              />,
            )}
          </td>
        ) : (
          // The keys have to pass here all the same.
          <td
            key={column.key}
            role="gridcell"
            className={styles.nothing}
            tabIndex={index + 1 === tabColumn ? 0 : -1}
            data-row={service.entityRef}
            data-column={index + 1}
          >
            {props.unread.has(column.cluster) ? (
              <StateSign kind="unknown">{words.t('table.unread')}</StateSign>
            ) : (
              <>
                <span aria-hidden="true">–</span>
                <VisuallyHidden>{words.t('table.nothing')}</VisuallyHidden>
              </>
            )}
          </td>
        );
      })}
    </tr>
  );
}
