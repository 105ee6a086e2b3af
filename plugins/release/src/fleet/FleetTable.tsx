import type { FleetService } from '@pilothouse/plugin-release-common';
import { useMemo, useRef, useState } from 'react';
import { unreadClusters } from '../unread';
import { ClusterChip } from './ClusterChip';
import { FleetRow } from './FleetRow';
import { useDeployPath } from './deployPath';
import type { FleetView } from './model/FleetView';
import { columnsOf } from './model/columns';
import type { FleetColumn } from './model/columns';
import { useActiveRollouts } from './useActiveRollouts';
import { useFleetWords } from './useFleetWords';
import { useGridKeys } from './useGridKeys';
import type { GridPlace } from './useGridKeys';
import type { HeldOrder } from './useHeldOrder';
import { useRowWindow } from './useRowWindow';
import styles from './FleetTable.module.css';

export interface FleetTableProps {
  fleet: FleetView;
  /** The services to show, in their order. */
  services: FleetService[];
  /** What keeps that order while somebody is in the table. */
  handlers: HeldOrder['handlers'];
}

/** Services by environment and cluster: a grid of links, of which only the rows that are seen are drawn. */
export function FleetTable(props: FleetTableProps) {
  const words = useFleetWords();
  const deployPath = useDeployPath();
  const rollouts = useActiveRollouts();
  const { fleet, services, handlers } = props;
  const { environments } = fleet;
  const columns = useMemo(() => columnsOf(environments), [environments]);
  // Rows are drawn again when it is another set.
  const unreadNames = unreadClusters(fleet)
    .map(({ name }) => name)
    .join('\n');
  const unread = useMemo(() => new Set(unreadNames.split('\n')), [unreadNames]);
  const scroller = useRef<HTMLDivElement>(null);
  const ids = useMemo(() => services.map(s => s.entityRef), [services]);
  const [place, setPlace] = useState<GridPlace>();
  // Until somebody has been in the grid, and when that row is gone, Tab leads to its beginning.
  const tabRow = Math.max(0, place ? ids.indexOf(place.id) : 0);
  const tabColumn = ids[tabRow] === place?.id ? place?.column : 0;
  const rowWindow = useRowWindow({ ids, keep: tabRow, scroller });
  const keys = useGridKeys({
    rows: ids,
    columns: columns.length + 1,
    onPlace: setPlace,
    scrollTo: rowWindow.scrollTo,
    gridRef: scroller,
  });

  return (
    <div className={styles.scroller} ref={scroller} {...handlers}>
      <table
        role="grid"
        className={styles.table}
        aria-label={words.t('table.label')}
        aria-rowcount={services.length + 1}
        aria-colcount={columns.length + 1}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <colgroup>
          <col className={styles.nameColumn} />
          {columns.map(column => (
            <col key={column.key} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={styles.corner}>
              {words.t('table.service')}
            </th>
            {columns.map(column => (
              <ColumnHead
                key={column.key}
                column={column}
                fleet={fleet}
                unread={unread.has(column.cluster)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rowWindow.slots.map(slot =>
            'gap' in slot ? (
              <tr key={slot.key} aria-hidden="true" className={styles.gap}>
                <td colSpan={columns.length + 1} style={{ height: slot.gap }} />
              </tr>
            ) : (
              <FleetRow
                key={ids[slot.index]}
                index={slot.index}
                service={services[slot.index]}
                columns={columns}
                environments={environments}
                unread={unread}
                tabColumn={slot.index === tabRow ? tabColumn : undefined}
                measure={rowWindow.measure}
                rollouts={rollouts}
                words={words}
                deployPath={deployPath}
              />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function ColumnHead(props: {
  column: FleetColumn;
  fleet: FleetView;
  unread: boolean;
}) {
  const { column, fleet } = props;
  const condition = fleet.clusters.find(({ name }) => name === column.cluster);
  return (
    <th scope="col" title={`${column.environment} · ${column.cluster}`}>
      {column.title}
      {condition && <ClusterChip condition={condition} unread={props.unread} />}
    </th>
  );
}
