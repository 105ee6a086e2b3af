import * as fc from 'fast-check';
import { Broken, PROMISES } from './__testUtils__/chaos/Checks';
import { FAULTY_RULES } from './__testUtils__/chaos/faultyRules';
import { runChaos, scenario } from './__testUtils__/chaos/runChaos';

const RUNS = Number(process.env.PILOTHOUSE_CHAOS_RUNS ?? 200);
/** Until a fault has to be found: of a few hundred runs only some come to where it shows. */
const RUNS_TO_FIND = 3000;

describe('decide, whatever happens', () => {
  /** Promises that a faulty rule was seen to break. */
  const caught = new Set<string | undefined>();

  it(`keeps its promises in ${RUNS} runs`, () => {
    const ends: Record<string, number> = {};
    const met = { events: 0, takeovers: 0, readBacks: 0, fences: 0 };
    fc.assert(
      fc.property(scenario, given => {
        const history = runChaos(given);
        for (const { event } of history) {
          if (event.type === 'ended') {
            ends[event.outcome] = (ends[event.outcome] ?? 0) + 1;
          }
        }
        met.events += history.length;
        met.takeovers += new Set(history.map(({ epoch }) => epoch)).size - 2;
        for (const { event } of history) {
          if (event.type === 'write-settled' && event.readBack) {
            met.readBacks += 1;
          }
          if (
            event.type === 'write-intended' &&
            event.intent.goal.kind === 'fence'
          ) {
            met.fences += 1;
          }
        }
      }),
      { numRuns: RUNS },
    );
    process.stdout.write(
      `${RUNS} runs: ${JSON.stringify({ ...ends, ...met })}\n`,
    );
    // What is promised for takeovers and lost writes is proved only where there are some.
    expect(met.takeovers).toBeGreaterThan(0);
    expect(met.readBacks).toBeGreaterThan(0);
    // None of them is left out by how the runs are made; in a few runs one may be missing by chance.
    const all = ['aborted', 'rolled-back', 'succeeded', 'superseded'];
    expect(all).toEqual(expect.arrayContaining(Object.keys(ends)));
    const fewest = RUNS >= 1000 ? all.length : 2;
    expect(Object.keys(ends).length).toBeGreaterThanOrEqual(fewest);
  });

  it.each(Object.entries(FAULTY_RULES))(
    'would be caught if it %s',
    (_, { breaks, rule }) => {
      const found = fc.check(
        fc.property(scenario, given => {
          runChaos(given, rule);
        }),
        { numRuns: RUNS_TO_FIND, seed: 1, endOnFailure: true },
      );
      const { errorInstance } = found;
      expect(errorInstance).toBeInstanceOf(Broken);
      const broken =
        errorInstance instanceof Broken ? errorInstance.promise : undefined;
      expect(breaks).toContain(broken);
      caught.add(broken);
    },
  );

  it('has a fault that was caught for every promise', () => {
    expect([...caught].sort()).toEqual(Object.keys(PROMISES));
  });
});
