import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from './decide';
import {
  foldAll,
  record,
  RECORDINGS,
  summaryOf,
  type History,
} from './__testUtils__/histories';

const DIRECTORY = join(__dirname, 'histories');

/** Only for a change that is meant: what is stored in databases has to be understood for ever. */
if (process.env.PILOTHOUSE_RECORD_HISTORIES) {
  for (const name of Object.keys(RECORDINGS)) {
    writeFileSync(
      join(DIRECTORY, `${name}.json`),
      `${JSON.stringify(record(name))}\n`,
    );
  }
}

const histories = readdirSync(DIRECTORY).map((file): [string, History] => [
  file,
  JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')),
]);

/** Whatever is seen later, what has ended has ended. */
const LATER = {
  now: Date.UTC(2030, 0, 1),
  epoch: 99,
  targets: {},
  evidence: [],
  entityGone: true,
  predecessorEnded: true,
};

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

describe('histories that were stored once', () => {
  it('are of every kind', () => {
    const outcomes = new Set(
      histories.map(([, { summary }]) => summary.outcome),
    );
    expect([...outcomes].sort()).toEqual([
      'aborted',
      'rolled-back',
      'succeeded',
      'superseded',
    ]);
    const types = new Set(
      histories.flatMap(([, { events }]) =>
        events.map(({ event }) => event.type),
      ),
    );
    expect(types.size).toBeGreaterThanOrEqual(16);
  });

  it.each(histories)('%s comes to the same state', (_, history) => {
    const state = foldAll(history.events);
    expect(plain(summaryOf(state))).toEqual(history.summary);
  });

  it.each(histories)('%s is decided the same way', (_, { events, moments }) => {
    for (const { sequence, clock, observation, decision } of moments) {
      const state = foldAll(events.slice(0, sequence));
      expect(plain(decide(state, clock, observation))).toEqual(decision);
    }
    expect(decide(foldAll(events), { observedMs: 0 }, LATER).events).toEqual(
      [],
    );
  });
});
