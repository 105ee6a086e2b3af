import type { FleetView, UnreadCluster } from '@pilothouse/plugin-release';
import { columnsOf, signOf, unreadClusters } from '@pilothouse/plugin-release';
import type {
  ClusterCondition,
  FleetCell,
  FleetService,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';

/** Something that wants a person: one line of the list. */
export type Need =
  | { kind: 'waiting' | 'stuck'; id: string; rollout: RolloutSummary }
  | { kind: 'failed'; id: string; service: FleetService; cell: FleetCell }
  | {
      kind: 'differs';
      id: string;
      service: FleetService;
      environment: string;
      /** What runs on each of the environment's clusters, in their order. */
      cells: FleetCell[];
    }
  | {
      kind: 'cluster';
      id: string;
      condition: ClusterCondition;
      /** How many places of one's services are there. */
      targets: number;
    }
  | { kind: 'unread'; id: string; cluster: UnreadCluster };

/** Clusters that the portal hears nothing from. Those that are being connected to need nobody yet. */
const SILENT: ClusterCondition['status'][] = [
  'unreachable',
  'unauthorized',
  'unsupported',
];

/**
 * The rollouts that want one: those that wait for the reader, of whatever service, then those of one's services that
 * cannot go on.
 */
export function rolloutNeeds(
  fleet: Pick<FleetView, 'services'>,
  rollouts: { waiting: RolloutSummary[]; stuck: RolloutSummary[] },
): Need[] {
  const own = new Set(fleet.services.map(({ entityRef }) => entityRef));
  const waiting = rollouts.waiting.map(
    (rollout): Need => ({ kind: 'waiting', id: rollout.id, rollout }),
  );
  const stuck = rollouts.stuck
    .filter(
      ({ id, entityRef }) =>
        own.has(entityRef) && waiting.every(need => need.id !== id),
    )
    .map((rollout): Need => ({ kind: 'stuck', id: rollout.id, rollout }));
  return [...waiting, ...stuck];
}

/**
 * What of one's services wants a look: what failed, protected environments first, then clusters that do not answer or
 * have not been read, then environments whose clusters differ.
 */
export function needsOf(fleet: FleetView): Need[] {
  const { services, environments } = fleet;
  if (services.length === 0) return [];
  const columns = columnsOf(environments);
  const failed: Need[] = [...columns]
    .sort((a, b) => Number(b.protected) - Number(a.protected))
    .flatMap(column =>
      services.flatMap(service =>
        service.cells
          .filter(
            cell =>
              cell.environment === column.environment &&
              cell.cluster === column.cluster &&
              signOf(cell) === 'failed',
          )
          .map(
            (cell): Need => ({
              kind: 'failed',
              id: `${service.entityRef} ${cell.workloadId}`,
              service,
              cell,
            }),
          ),
      ),
    );
  const clusters = fleet.clusters
    .filter(({ name, status }) => {
      const used = columns.some(({ cluster }) => cluster === name);
      return used && SILENT.includes(status);
    })
    .map((condition): Need => {
      const targets = services
        .flatMap(({ cells }) => cells)
        .filter(({ cluster }) => cluster === condition.name).length;
      return { kind: 'cluster', id: condition.name, condition, targets };
    });
  // Those that are silent have their line already.
  const unread = unreadClusters(fleet)
    .filter(({ name }) => clusters.every(({ id }) => id !== name))
    .map((cluster): Need => ({ kind: 'unread', id: cluster.name, cluster }));
  const differing = [...environments].reverse().flatMap(environment =>
    services.flatMap((service): Need[] => {
      const cells = environment.clusters.flatMap(cluster =>
        service.cells.filter(
          cell =>
            cell.environment === environment.name && cell.cluster === cluster,
        ),
      );
      if (!cells.some(cell => signOf(cell) === 'attention')) return [];
      return [
        {
          kind: 'differs',
          id: `${service.entityRef} ${environment.name}`,
          service,
          environment: environment.name,
          cells,
        },
      ];
    }),
  );
  return [...failed, ...clusters, ...unread, ...differing];
}
