import { assignLetters } from '@pilothouse/plugin-release-common';
import type {
  Environment,
  FleetService,
} from '@pilothouse/plugin-release-common';

/**
 * A letter for each version of a service, counted from the last environment back to the first, releases before canaries,
 * as `versionLetters` does for the Deploy tab.
 */
export function fleetLetters(
  service: FleetService,
  environments: readonly Environment[],
): ReadonlyMap<string, string> {
  const versions: string[] = [];
  for (const { name, clusters } of [...environments].reverse()) {
    const here = clusters.flatMap(cluster =>
      service.cells.filter(
        cell => cell.environment === name && cell.cluster === cluster,
      ),
    );
    for (const { version } of here) versions.push(version);
    for (const { canaryVersion } of here) {
      if (canaryVersion !== undefined) versions.push(canaryVersion);
    }
  }
  return assignLetters(versions);
}
