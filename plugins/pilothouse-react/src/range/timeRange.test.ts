import { fromLocalInput, toLocalInput } from './localInput';
import {
  instantsOf,
  parseAbsoluteRange,
  parseRelativeRange,
  type RangeRules,
} from './timeRange';

const RULES: RangeRules = {
  offered: ['15m', '1h'],
  initial: { relative: '15m' },
  longestDays: 2,
};
const NOON = '2026-11-21T12:00:00.000Z';

it.each([
  ['15m', '15m'],
  ['7d', undefined],
  ['toString', undefined],
  [undefined, undefined],
])('%s is a range that is offered: %s', (text, expected) => {
  expect(parseRelativeRange(text, RULES)).toBe(expected);
});

it.each([
  ['2026-11-21T11:00:00Z', NOON, true],
  ['2026-11-21T19:00:00+08:00', NOON, true],
  ['2026-11-19T12:00:00Z', NOON, true],
  ['2026-11-19T11:59:59Z', NOON, false],
  [NOON, NOON, false],
  [NOON, '2026-11-21T11:00:00Z', false],
  ['1', NOON, false],
  ['2026-11-21', NOON, false],
  ['1999-11-21T11:00:00Z', '1999-11-21T12:00:00Z', false],
  ['2026-13-41T11:00:00Z', NOON, false],
  [undefined, NOON, false],
])('%s to %s is one: %s', (from, to, expected) => {
  expect(parseAbsoluteRange(from, to, RULES) !== undefined).toBe(expected);
});

it('may begin ahead of now only where something can be there', () => {
  const hour = 3_600_000;
  const [from, to] = [hour, 2 * hour].map(ahead =>
    new Date(Date.now() + ahead).toISOString(),
  );
  expect(parseAbsoluteRange(from, to, RULES)).toEqual({ from, to });
  const begun = { ...RULES, hasBegun: true };
  expect(parseAbsoluteRange(from, to, begun)).toBeUndefined();
});

it('means two instants at any time', () => {
  expect(instantsOf({ relative: '1h' }, Date.parse(NOON))).toEqual({
    from: '2026-11-21T11:00:00.000Z',
    to: NOON,
  });
  const fixed = { from: '2026-11-20T11:00:00.000Z', to: NOON };
  expect(instantsOf(fixed, 0)).toBe(fixed);
});

it('goes through the field of a browser and back', () => {
  expect(fromLocalInput(toLocalInput(NOON))).toBe(NOON);
  expect(toLocalInput('never')).toBe('');
  expect(fromLocalInput('')).toBe('');
});
