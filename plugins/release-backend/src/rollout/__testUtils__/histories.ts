import { decide } from '../decide';
import type { Decision } from '../decision';
import type { StoredEvent } from '../events';
import type { Observation } from '../observation';
import { reduce } from '../reduce';
import type { RolloutState, StepClock } from '../state';
import { NEW_IMAGE } from './rolloutDefinition';
import { PERSON, Simulation } from './simulate';

/** What a replay compares: the state that a history comes to, without its definition. */
export interface HistorySummary {
  phase: RolloutState['phase'];
  outcome: RolloutState['outcome'];
  stepIndex: number;
  cause?: string;
  completed: number[];
  targets: RolloutState['targets'];
  effects: RolloutState['effects'];
}

/** Something that was decided in the course of a history. */
export interface HistoryMoment {
  /** After this event. */
  sequence: number;
  clock: StepClock;
  observation: Observation;
  decision: Decision;
}

/** The events of a rollout as they were stored once, with what they came to and what was decided. */
export interface History {
  title: string;
  events: StoredEvent[];
  summary: HistorySummary;
  /** None in histories of real runs, whose observations were not kept. */
  moments: HistoryMoment[];
}

export function summaryOf(state: RolloutState): HistorySummary {
  const { phase, outcome, stepIndex, cause, completed } = state;
  return {
    phase,
    outcome,
    stepIndex,
    cause: cause?.code,
    completed: completed.map(({ index }) => index),
    targets: state.targets,
    effects: state.effects,
  };
}

/** @throws Error for a history without events */
export function foldAll(events: readonly StoredEvent[]): RolloutState {
  const state = events.reduce<RolloutState | undefined>(reduce, undefined);
  if (!state) throw new Error('A history has at least one event');
  return state;
}

/** What is recorded anew when a history of each kind is wanted. */
export const RECORDINGS: Record<
  string,
  { title: string; run(simulation: Simulation): void; of?: object }
> = {
  'canary-succeeds': {
    title: 'A canary over two clusters, approved by a person',
    of: { clusters: ['beijing', 'shanghai'], policy: { gate: 'approval' } },
    run: simulation => {
      simulation.untilStep('gate').ask({ type: 'approved', by: PERSON });
      simulation.untilEnd();
    },
  },
  'evidence-fails': {
    title: 'A bake whose evidence fails',
    run: simulation => {
      simulation.untilStep('bake').untilReady();
      simulation.world.verdict = 'fail';
      simulation.untilEnd();
    },
  },
  'canary-never-ready': {
    title: 'A canary that had to be made, and never gets ready',
    of: { canary: false },
    run: simulation => {
      simulation.cluster().badImages.add(NEW_IMAGE);
      simulation.untilEnd();
    },
  },
  'promote-rolls-back': {
    title: 'A promotion that does not complete in time',
    of: { strategy: 'rolling', policy: { promoteTimeoutMs: 10_000 } },
    run: simulation => {
      simulation.cluster().badImages.add(NEW_IMAGE);
      simulation.untilEnd();
    },
  },
  superseded: {
    title: 'A rollout whose place another one takes',
    run: simulation => {
      simulation.untilStep('bake').ask({
        type: 'abort-requested',
        by: PERSON,
        reason: 'A hotfix',
        supersededBy: 'r2',
      });
      simulation.untilEnd();
    },
  },
  'write-lost-and-fenced': {
    title: 'An abort while a write is on its way, which has to be fenced',
    run: simulation => {
      const { world } = simulation;
      world.slow = true;
      simulation.until(() => world.late > 0);
      world.deliver({});
      simulation.until(() => simulation.keys().includes('0/scale-canary'));
      simulation.pass(7);
      const { late } = world;
      simulation.abort();
      simulation.until(({ phase }) => {
        while (world.late > late) world.deliver({ last: true });
        return phase === 'ended';
      });
    },
  },
  'frozen-drifted-paused': {
    title: 'A rollout that a freeze, somebody else and a person hold up',
    run: simulation => {
      const { world } = simulation;
      simulation.untilStep('bake').untilReady();
      world.freeze = { id: 'f1', reason: 'Singles day' };
      simulation.pass(3);
      simulation.cluster().canary?.setReplicas(5);
      simulation.pass(3);
      const by = PERSON;
      simulation.ask({ type: 'paused', by, reason: 'What is that?' });
      simulation.pass(3);
      world.freeze = undefined;
      simulation.ask({ type: 'resumed', by });
      simulation.ask({
        type: 'drift-resolved',
        choice: 'adopt',
        by,
        reason: 'More is better',
      });
      simulation.untilEnd();
    },
  },
};

/** Runs a recording in the simulated world. */
export function record(name: string): History {
  const recording = RECORDINGS[name];
  if (!recording) throw new Error(`There is no recording ${name}`);
  const moments: HistoryMoment[] = [];
  const simulation = new Simulation({
    ...recording.of,
    rule: (state, clock, observation) => {
      const decision = decide(state, clock, observation);
      if (decision.events.length > 0 || decision.readBack) {
        const { sequence } = state;
        moments.push({ sequence, clock, observation, decision });
      }
      return decision;
    },
  });
  recording.run(simulation);
  const { events } = simulation.world.store;
  const history = {
    title: recording.title,
    events,
    summary: summaryOf(foldAll(events)),
    moments,
  };
  // As a database gives it back.
  return JSON.parse(JSON.stringify(history));
}
