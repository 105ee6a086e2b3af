import type {
  Environment,
  FleetCell,
  FleetService,
} from '@pilothouse/plugin-release-common';

/** An environment on one of its clusters. */
export interface FleetColumn {
  key: string;
  environment: string;
  cluster: string;
  protected: boolean;
  /** The environment, or the cluster where an environment has several. */
  title: string;
}

/** A column per environment and cluster, in order of promotion and of rollout. */
export function columnsOf(environments: readonly Environment[]): FleetColumn[] {
  return environments.flatMap(environment =>
    environment.clusters.map(cluster => ({
      key: `${environment.name}/${cluster}`,
      environment: environment.name,
      cluster,
      protected: environment.protected,
      title: titleOf(environment, cluster),
    })),
  );
}

/** What runs in a column; `undefined` where a service does not run. */
export function cellOf(
  service: FleetService,
  column: FleetColumn,
): FleetCell | undefined {
  return service.cells.find(
    cell =>
      cell.environment === column.environment &&
      cell.cluster === column.cluster,
  );
}

function titleOf(environment: Environment, cluster: string): string {
  if (environment.clusters.length === 1) return environment.name;
  return cluster.startsWith(environment.name)
    ? cluster
    : `${environment.name} · ${cluster}`;
}
