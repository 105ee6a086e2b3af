import * as fc from 'fast-check';
import { decide } from '../../decide';
import type { StoredEvent } from '../../events';
import { rolloutDefinition } from '../rolloutDefinition';
import { Checks } from './Checks';
import { happenings, type Happening } from './happenings';
import { SimWorld } from './SimWorld';

/** After so long without faults a rollout that has not ended never will. */
const CALM_SECONDS = 900;

export interface Scenario {
  strategy: 'canary' | 'rolling';
  gate: 'automatic' | 'manual' | 'approval';
  protected: boolean;
  clusters: number;
  canaryPerCluster: boolean;
  maxCanaryReplicas: number;
  canary: boolean;
  supersedes: boolean;
  replicas: number;
  happenings: Happening[];
}

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  strategy: fc.constantFrom('canary', 'canary', 'rolling'),
  gate: fc.constantFrom('automatic', 'automatic', 'manual', 'approval'),
  protected: fc.boolean(),
  clusters: fc.integer({ min: 1, max: 3 }),
  canaryPerCluster: fc.boolean(),
  maxCanaryReplicas: fc.integer({ min: 1, max: 3 }),
  canary: fc.boolean(),
  supersedes: fc.nat(9).map(number => number === 0),
  replicas: fc.integer({ min: 1, max: 3 }),
  happenings,
});

/**
 * One run: everything happens, then people and faults stop, and it has to end; then what was late arrives, and replicas
 * that were frozen go on.
 *
 * @returns its history
 * @throws Broken when a promise does not hold
 */
export function runChaos(
  { happenings: all, ...given }: Scenario,
  rule: typeof decide = decide,
): StoredEvent[] {
  const { canaryPerCluster, maxCanaryReplicas, gate } = given;
  const checks = new Checks();
  const world = new SimWorld(
    rolloutDefinition({
      strategy: given.strategy,
      protected: given.protected,
      policy: { canaryPerCluster, maxCanaryReplicas, gate },
      clusters: ['beijing', 'shanghai', 'shenzhen'].slice(0, given.clusters),
      canary: given.canary,
      supersedes: given.supersedes ? 'r0' : undefined,
    }),
    { rule, checks, replicas: given.replicas },
  );
  world.predecessorEnded = !given.supersedes;
  for (const happening of all) happening.happen(world);
  calm(world);
  checks.ended(world);
  // Whatever was late arrives now, and who was frozen goes on where they were.
  world.slow = false;
  for (const holder of world.holders) holder.frozenUntil = 0;
  world.pass(60_000);
  checks.ended(world);
  return world.store.events;
}

/** Nothing goes wrong any more; one replica that is frozen, and requests that are late, stay so for now. */
function calm(world: SimWorld): void {
  world.store.away = false;
  world.freeze = undefined;
  world.predecessorEnded = true;
  if (world.verdict === 'unknown') world.verdict = 'pass';
  for (const cluster of world.clusters.values()) {
    cluster.reachable = true;
    cluster.refuses = 0;
  }
  const [, ...others] = world.holders;
  for (const holder of world.holders) holder.lags = false;
  if (others.every(({ frozenUntil }) => frozenUntil > world.real())) {
    world.holders[0].frozenUntil = 0;
  }
  const stale = world.late;
  for (let second = 0; second < CALM_SECONDS; second++) {
    if (world.state.phase === 'ended') return;
    answer(world);
    world.pass(1000);
    // Those from before stay late; the network serves what comes now.
    while (world.slow && world.late > stale) world.deliver({ last: true });
  }
}

/** People do what the rollout waits for. */
function answer(world: SimWorld): void {
  const by = 'user:default/ops';
  const { pause, drift, approval, promoted } = world.state;
  if (pause) world.ask({ type: 'resumed', by });
  if (drift.length > 0) {
    // What cannot be set back can be adopted, and the other way round.
    for (const choice of ['override', 'adopt'] as const) {
      world.ask({ type: 'drift-resolved', choice, by, reason: '' });
    }
  }
  const atGate = world.definition.steps[world.state.stepIndex]?.kind === 'gate';
  if (!atGate) return;
  if (!approval) world.ask({ type: 'approved', by });
  if (!promoted) world.ask({ type: 'promoted', by });
}
