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
  const letters = new Map<string, string>();
  const see = (version: string | undefined) => {
    if (version !== undefined && !letters.has(version)) {
      letters.set(version, letterAt(letters.size));
    }
  };
  for (const { name, clusters } of [...environments].reverse()) {
    const here = clusters.flatMap(cluster =>
      service.cells.filter(
        cell => cell.environment === name && cell.cluster === cluster,
      ),
    );
    for (const cell of here) see(cell.version);
    for (const cell of here) see(cell.canaryVersion);
  }
  return letters;
}

/** A to Z, then A1 to Z1. */
function letterAt(index: number): string {
  const round = Math.floor(index / 26);
  return `${String.fromCharCode(65 + (index % 26))}${round > 0 ? round : ''}`;
}
