import type {
  Environment,
  FleetCell,
  FleetService,
} from '@pilothouse/plugin-release-common';
import type { StateKind } from '@pilothouse/pilothouse-react';

const collator = new Intl.Collator('en', { numeric: true });

/** The sign of a cell. Clusters that differ while a rollout moves through them are no news. */
export function signOf(cell: FleetCell): StateKind {
  switch (cell.state) {
    case 'degraded':
      return 'failed';
    case 'unknown':
      return 'unknown';
    case 'progressing':
      return 'moving';
    case 'stopped':
      return cell.drift ? 'attention' : 'stopped';
    default:
      return cell.drift ? 'attention' : 'healthy';
  }
}

/** Signs that want a person. */
export function isTrouble(kind: StateKind): boolean {
  return kind === 'failed' || kind === 'attention' || kind === 'unknown';
}

/**
 * Puts services in order, trouble first: failed where it is protected, failed elsewhere, differing, moving, unknown, and
 * last the well; by name among equals. Unknown weighs little, because a dead cluster makes every service unknown.
 */
export function sortByTrouble(
  services: readonly FleetService[],
  environments: readonly Environment[],
): FleetService[] {
  const guarded = new Set(
    environments.filter(env => env.protected).map(env => env.name),
  );
  const weights = new Map(
    services.map(service => [service, weightOf(service, guarded)]),
  );
  return [...services].sort(
    (a, b) =>
      (weights.get(b) ?? 0) - (weights.get(a) ?? 0) ||
      collator.compare(a.title, b.title) ||
      collator.compare(a.entityRef, b.entityRef),
  );
}

const WEIGHTS: Record<StateKind, number> = {
  failed: 8,
  attention: 4,
  moving: 2,
  unknown: 1,
  healthy: 0,
  stopped: 0,
};
const FAILED_WHERE_PROTECTED = 16;

function weightOf(service: FleetService, guarded: ReadonlySet<string>): number {
  let weight = 0;
  for (const cell of service.cells) {
    const sign = signOf(cell);
    // Each kind counts once: many small troubles do not outweigh a bigger one.
    weight |= WEIGHTS[sign];
    if (sign === 'failed' && guarded.has(cell.environment)) {
      weight |= FAILED_WHERE_PROTECTED;
    }
  }
  return weight;
}
