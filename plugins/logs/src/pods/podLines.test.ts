import type { LogEntry } from '@pilothouse/plugin-logs-common';
import fc from 'fast-check';
import { levelOfText } from './levelOfText';
import { mergeLines, MOST_KEPT, NO_LINES } from './podLines';

function line(at: string, id = at): LogEntry {
  return { id, source: 'pods', at, level: 'info', message: id };
}

const idsOf = (lines: typeof NO_LINES) => lines.entries.map(({ id }) => id);

describe('mergeLines', () => {
  it('puts lines where their time belongs, to the nanosecond and in any zone', () => {
    const first = mergeLines(NO_LINES, [
      line('2026-11-21T12:00:02Z', 'c'),
      line('2026-11-21T12:00:00.000000002Z', 'b'),
    ]);
    const merged = mergeLines(first, [
      line('2026-11-21T20:00:00.000000001+08:00', 'a'),
      line('2026-11-21T12:00:03Z', 'd'),
    ]);
    expect(idsOf(merged)).toEqual(['a', 'b', 'c', 'd']);
    expect(merged.received).toBe(4);
  });

  it('is the same as sorting all, however they come', () => {
    const batches = fc.array(fc.array(fc.nat(999), { maxLength: 8 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(batches, all => {
        const at = (ms: number) =>
          new Date(1_790_000_000_000 + ms).toISOString();
        const merged = all.reduce(
          (before, batch) =>
            mergeLines(
              before,
              batch.map(ms => line(at(ms))),
            ),
          NO_LINES,
        );
        expect(idsOf(merged)).toEqual(all.flat().map(at).sort());
      }),
    );
  });

  it('drops the earliest beyond its bound, and keeps count', () => {
    const many = Array.from({ length: MOST_KEPT + 3 }, (_, index) =>
      line(new Date(1_790_000_000_000 + index).toISOString(), `${index}`),
    );
    const merged = mergeLines(NO_LINES, many);
    expect(merged.entries).toHaveLength(MOST_KEPT);
    expect(merged.entries[0]?.id).toBe('3');
    expect(merged.received).toBe(MOST_KEPT + 3);
    expect(mergeLines(merged, [])).toBe(merged);
  });

  it('keeps lines without a time where they came', () => {
    const merged = mergeLines(mergeLines(NO_LINES, [line('', '1')]), [
      line('', '2'),
    ]);
    expect(idsOf(merged)).toEqual(['1', '2']);
  });
});

describe('levelOfText', () => {
  it.each([
    ['2026-11-21 12:00:00.123 ERROR [main] x', 'error'],
    ['\u001b[33mWARN\u001b[0m pool', 'warn'],
    ['level=info msg=error', 'info'],
    ['{"level":"debug","msg":"x"}', 'debug'],
    ['[FATAL] out', 'error'],
    ['no errors today', 'unknown'],
    [`${'x'.repeat(300)} ERROR`, 'unknown'],
    ['', 'unknown'],
  ])('of %j is %s', (text, level) => {
    expect(levelOfText(text)).toBe(level);
  });
});
