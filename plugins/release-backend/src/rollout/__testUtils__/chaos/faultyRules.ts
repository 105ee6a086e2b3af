import { decide } from '../../decide';
import type { Decision } from '../../decision';
import type { RolloutState } from '../../state';
import type { Promise7 } from './Checks';

/** Rules with one fault each, and the promises of which one or the other must be found broken. */
export const FAULTY_RULES: Record<
  string,
  { breaks: Promise7[]; rule: typeof decide }
> = {
  'scales the release instead of the canary': {
    breaks: ['a'],
    rule: (...given) =>
      withWrite(decide(...given), write =>
        write.goal.kind === 'scale-canary'
          ? { ...write, role: 'release', seen: undefined }
          : write,
      ),
  },
  'counts a bake that nobody saw': {
    breaks: ['b'],
    rule: (state, clock, observation) =>
      decide(state, { ...clock, observedMs: 1e9 }, observation),
  },
  'takes unknown evidence for a pass': {
    breaks: ['b'],
    rule: (state, clock, observation) =>
      decide(state, clock, {
        ...observation,
        evidence: observation.evidence.map(report =>
          report.verdict === 'unknown'
            ? { ...report, verdict: 'pass' }
            : report,
        ),
      }),
  },
  'credits gaps however long': {
    breaks: ['b'],
    rule: (state, clock, observation) =>
      decide(
        state,
        clock.at !== undefined && observation.now - clock.at > 300_000
          ? { ...clock, observedMs: observation.now - clock.at }
          : clock,
        observation,
      ),
  },
  'approves by itself': {
    breaks: ['b'],
    rule: (state, clock, observation) =>
      decide(
        { ...state, approval: { by: 'nobody', at: 0 } },
        clock,
        observation,
      ),
  },
  'writes again what it does not remember, whatever was seen': {
    breaks: ['c', 'd', 'e'],
    rule: (state, clock, observation) =>
      withWrite(decide(forgetful(state), clock, observation), write => ({
        ...write,
        seen: undefined,
      })),
  },
  'makes up a new key for every try': {
    breaks: ['c'],
    rule: (state, clock, observation) => {
      const effects = Object.fromEntries(
        Object.keys(state.attempts).map(key => [key, 1]),
      );
      return decide({ ...state, effects }, clock, observation);
    },
  },
  'ends an abort before the canary is at 0': {
    breaks: ['d', 'g'],
    rule: (state, clock, observation) =>
      state.phase === 'aborting'
        ? {
            events: [{ type: 'ended', outcome: 'aborted' }],
            clock,
            nextLookMs: 0,
          }
        : decide(state, clock, observation),
  },
  'does not fence what may be late': {
    breaks: ['d', 'e'],
    rule: (state, clock, observation) => {
      const ending = state.phase === 'aborting' || state.phase === 'reverting';
      const unfenced = ending ? { ...state, pending: undefined } : state;
      return decide(unfenced, clock, observation);
    },
  },
  'trusts a cache that is older than its own write': {
    breaks: ['d', 'g'],
    rule: (state, clock, observation) =>
      decide(
        {
          ...state,
          targets: Object.fromEntries(
            Object.entries(state.targets).map(([id, target]) => [
              id,
              {
                ...target,
                release: { ...target.release, generation: 0 },
                canary: { ...target.canary, generation: 0 },
              },
            ]),
          ),
        },
        clock,
        observation,
      ),
  },
  'waits at the bake for ever': {
    breaks: ['f'],
    rule: (state, clock, observation) =>
      decide(state, { ...clock, observedMs: 0, at: undefined }, observation),
  },
  'does not take the release back': {
    breaks: ['g'],
    rule: (state, clock, observation) =>
      decide(
        {
          ...state,
          targets: Object.fromEntries(
            Object.entries(state.targets).map(([id, target]) => [
              id,
              state.phase === 'reverting'
                ? { ...target, promote: 'none' }
                : target,
            ]),
          ),
        },
        clock,
        observation,
      ),
  },
};

function withWrite(
  decision: Decision,
  change: (
    write: NonNullable<Decision['write']>,
  ) => NonNullable<Decision['write']>,
): Decision {
  if (!decision.write) return decision;
  const write = change(decision.write);
  return {
    ...decision,
    write,
    events: [
      ...decision.events.slice(0, -1),
      { type: 'write-intended', intent: write },
    ],
  };
}

function forgetful(state: RolloutState): RolloutState {
  return { ...state, pending: undefined };
}
