import { formatDuration } from './formatDuration';
import type { DurationWords } from './formatDuration';

const t: DurationWords = (key, { value }) =>
  `${value} ${key.replace('duration.', '').slice(0, 1)}`;

describe('formatDuration', () => {
  it.each([
    [0.25, '0.2 s'],
    [-3, '0.0 s'],
    [Number.NaN, '0.0 s'],
    [1, '1 s'],
    [59.9, '59 s'],
    [60, '1 m'],
    [3_599, '59 m'],
    [13_260, '3 h'],
    [86_400 * 6 + 7_200, '6 d'],
  ])('says %d s as %s', (seconds, expected) => {
    expect(formatDuration(seconds, t)).toBe(expected);
  });

  it.each([
    [13_260, '3 h 41 m'],
    [3_600, '1 h'],
    [3_601, '1 h'],
    [86_400 * 6 + 7_200, '6 d 2 h'],
    [38, '38 s'],
  ])('says %d s with two units as %s', (seconds, expected) => {
    expect(formatDuration(seconds, t, { units: 2 })).toBe(expected);
  });
});
