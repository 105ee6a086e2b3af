import type {
  Environment,
  FleetCell,
  FleetService,
} from '@pilothouse/plugin-release-common';

/**
 * The cluster that a drifting cell differs from: the environment's first that runs the service, because rollouts begin
 * there. `undefined` for that one itself, and where nothing differs.
 */
export function differsFrom(
  cell: FleetCell,
  service: FleetService,
  environments: readonly Environment[],
): string | undefined {
  if (!cell.drift) return undefined;
  const clusters =
    environments.find(({ name }) => name === cell.environment)?.clusters ?? [];
  const first = clusters.find(cluster =>
    service.cells.some(
      other =>
        other.environment === cell.environment && other.cluster === cluster,
    ),
  );
  return first === cell.cluster ? undefined : first;
}
