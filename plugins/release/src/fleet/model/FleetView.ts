import type {
  ClusterCondition,
  Environment,
  Fleet,
  FleetService,
  Message,
} from '@pilothouse/plugin-release-common';

/** All that is known of the fleet, put together from a whole answer and the changes after it. */
export interface FleetView {
  environments: Environment[];
  services: FleetService[];
  clusters: ClusterCondition[];
  problems: Message[];
  /** Where the next answer goes on. */
  cursor: string;
  /** What to add to the browser's clock to have the server's. */
  skewMs: number;
}

/** Differences below this are the time that an answer was on its way. */
const SKEW_TOLERANCE_MS = 2_000;

/**
 * Puts an answer onto what was known. Services that did not change stay the same objects, so that their rows need not be
 * drawn again.
 */
export function mergeFleet(
  known: FleetView | undefined,
  answer: Fleet,
  receivedAt: number,
): FleetView {
  const { environments, clusters, problems, cursor } = answer;
  return {
    environments,
    clusters,
    problems,
    cursor,
    services:
      known && !answer.complete
        ? mergeServices(known.services, answer)
        : answer.services,
    skewMs: skewOf(known, Date.parse(answer.now) - receivedAt),
  };
}

function mergeServices(known: FleetService[], answer: Fleet): FleetService[] {
  if (answer.services.length === 0 && !answer.removed?.length) return known;
  const services = new Map(known.map(service => [service.entityRef, service]));
  for (const ref of answer.removed ?? []) services.delete(ref);
  for (const service of answer.services) {
    services.set(service.entityRef, service);
  }
  return [...services.values()];
}

function skewOf(known: FleetView | undefined, measured: number): number {
  if (Number.isNaN(measured)) return known?.skewMs ?? 0;
  const same = known && Math.abs(known.skewMs - measured) < SKEW_TOLERANCE_MS;
  return same ? known.skewMs : measured;
}
