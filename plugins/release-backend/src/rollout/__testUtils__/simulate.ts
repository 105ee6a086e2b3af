import { decide } from '../decide';
import type { RolloutDefinition } from '../definition';
import type { RolloutEvent } from '../events';
import type { RolloutState } from '../state';
import { Checks } from './chaos/Checks';
import type { SimCluster } from './chaos/SimCluster';
import { SimWorld } from './chaos/SimWorld';
import { rolloutDefinition } from './rolloutDefinition';

const MOST_SECONDS = 600;

export const PERSON = 'user:default/wang.fang';

/** One rollout with one replica in a world where nothing happens but what a test does. */
export class Simulation {
  readonly world: SimWorld;

  constructor(
    options: Parameters<typeof rolloutDefinition>[0] & {
      rule?: typeof decide;
    } = {},
  ) {
    this.world = new SimWorld(rolloutDefinition(options), {
      rule: options.rule ?? decide,
      checks: new Checks(),
      replicas: 1,
    });
  }

  get definition(): RolloutDefinition {
    return this.world.definition;
  }

  get state(): RolloutState {
    return this.world.state;
  }

  get events(): RolloutEvent[] {
    return this.world.store.events.map(({ event }) => event);
  }

  /** In the order of the rollout's targets. */
  cluster(index = 0): SimCluster {
    const cluster = [...this.world.clusters.values()].at(index);
    if (!cluster) throw new Error(`There is no cluster ${index}`);
    return cluster;
  }

  ofType<T extends RolloutEvent['type']>(type: T) {
    return this.events.filter(
      (event): event is Extract<RolloutEvent, { type: T }> =>
        event.type === type,
    );
  }

  /** The keys of all writes, in order. */
  keys(): string[] {
    return this.ofType('write-intended').map(({ intent }) => intent.key);
  }

  pass(seconds: number): this {
    this.world.pass(seconds * 1000);
    return this;
  }

  /** @throws Error when it has not come to that after ten minutes */
  until(reached: (state: RolloutState) => boolean): this {
    for (let second = 0; second < MOST_SECONDS; second++) {
      if (reached(this.state)) return this;
      this.pass(1);
    }
    throw new Error(`It has not come to that: ${JSON.stringify(this.events)}`);
  }

  untilStep(kind: string): this {
    return this.until(
      ({ stepIndex, phase }) =>
        phase === 'running' && this.definition.steps[stepIndex]?.kind === kind,
    );
  }

  untilEnd(): this {
    return this.until(({ phase }) => phase === 'ended');
  }

  untilReady(): this {
    return this.until(({ stepReadyAt }) => stepReadyAt !== undefined);
  }

  ask(event: RolloutEvent): this {
    this.world.ask(event);
    return this;
  }

  abort(): this {
    return this.ask({ type: 'abort-requested', by: PERSON, reason: 'No' });
  }
}
