import type { Placement } from './placements';
import type { Reach, Release, Train } from './releases';
import { unit } from './random';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How far back the landscape remembers. */
export const MEMORY = 30 * DAY;

/** Shanghai has no summer time. */
const SHANGHAI = 8 * HOUR;

export type Role = 'release' | 'canary';

/** What somebody did to a service on a target. */
export type Action =
  | { kind: 'release'; version: string; note: string; readyAfter?: string }
  | { kind: 'canary'; version: string; replicas: number; note: string }
  | { kind: 'scale'; role: Role; replicas: number }
  | { kind: 'restart' }
  | { kind: 'surge'; maxSurge: number };

/** By which tool, as it signs in `managedFields`. */
export type Manager =
  | 'gitlab-runner'
  | 'pilothouse'
  | 'kubectl-client-side-apply'
  | 'kubectl-set'
  | 'kubectl-rollout'
  | 'kubectl';

export interface Step {
  /** Milliseconds since the epoch. */
  at: number;
  placement: Placement;
  by: string;
  manager: Manager;
  action: Action;
}

/** An instant in the working hours of Shanghai, about so many days ago, never on a weekend. */
export function workingTime(now: number, days: number, chance: number): number {
  const local = now + SHANGHAI - days * DAY;
  const midnight = Math.floor(local / DAY) * DAY;
  // The epoch was a Thursday.
  const weekday = (Math.floor(midnight / DAY) + 4) % 7;
  const back = { 6: 1, 0: 2 }[weekday] ?? 0;
  const time = 10 * HOUR + chance * 8.5 * HOUR;
  return Math.round(midnight - back * DAY + time - SHANGHAI);
}

const ORDER: Reach[] = ['dev', 'test', 'staging', 'first-prod', 'prod'];

function stageOf(placement: Placement): Reach {
  if (placement.environment !== 'prod') return placement.environment;
  return placement.cluster.name === 'prod-beijing' ? 'first-prod' : 'prod';
}

// Days after dev. Prod takes its release a day after the canary that comes with the stage.
const DELAYS: Record<Reach, number> = {
  dev: 0,
  test: 0.15,
  staging: 1,
  'first-prod': 2,
  prod: 3,
};

/**
 * The ordinary steps of a release on one target: by the pipeline on dev and test, by the portal on staging, by canary
 * on prod. Nothing when the release did not come so far, or has not yet.
 */
function stepsOf(
  release: Release,
  placement: Placement,
  now: number,
  seed: number,
): Step[] {
  const stage = stageOf(placement);
  if (ORDER.indexOf(stage) > ORDER.indexOf(release.reach)) return [];
  const { version, note, by } = release;
  // Later stages come later in the day, also when a weekend pushes two of them onto one Friday.
  const chance =
    0.5 * unit(seed, placement.service.name, release.version) +
    0.1 * ORDER.indexOf(stage);
  const at =
    release.day < 1
      ? now - release.day * DAY
      : workingTime(now, release.day - DELAYS[stage], chance);
  const step = (time: number, action: Action): Step => ({
    at: time,
    placement,
    by,
    manager:
      placement.environment === 'dev' || placement.environment === 'test'
        ? 'gitlab-runner'
        : 'pilothouse',
    action,
  });
  const steps =
    placement.environment === 'prod'
      ? [
          step(at, { kind: 'canary', version, replicas: 1, note }),
          step(at + 23 * HOUR, { kind: 'release', version, note }),
          step(at + 23.3 * HOUR, {
            kind: 'scale',
            role: 'canary',
            replicas: 0,
          }),
        ]
      : [step(at, { kind: 'release', version, note })];
  return steps.filter(({ at: time }) => time < now - MINUTE);
}

/** The ordinary part of the history: every release of every service, on every target that it reached. */
export function planReleases(
  trains: readonly Train[],
  placements: readonly Placement[],
  now: number,
  seed: number,
): Step[] {
  return trains.flatMap(train =>
    placements
      .filter(({ service }) => service.name === train.service)
      .flatMap(placement =>
        train.releases.flatMap(item => stepsOf(item, placement, now, seed)),
      ),
  );
}

/** When a placement's objects were made, at the beginning of the memory: each a little later than the one before. */
export function installedAt(
  placement: Placement,
  now: number,
  seed: number,
): number {
  const chance = unit(seed, 'installed', placement.id);
  return now - MEMORY + Math.round((1 + chance) * HOUR);
}

/** How a release went before the house had a rule for it: all new pods at once. */
export const EARLY_SURGE = '100%';

/**
 * The house rule, brought in by the platform team a few days ago: a release rolls one pod at a time. Before it, a
 * rollout was over in one step, which also spares the landscape most of the work of its past.
 */
export function planHouseRule(
  placements: readonly Placement[],
  now: number,
): Step[] {
  const at = workingTime(now, 4, 0.9);
  return placements.map(placement => ({
    at,
    placement,
    by: 'huang.bo',
    manager: 'kubectl-client-side-apply',
    action: { kind: 'surge', maxSurge: 1 },
  }));
}
