import { humanDuration, since } from './duration';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('humanDuration', () => {
  it.each([
    [-2 * SECOND, '<invalid>'],
    [-1999, '0s'],
    [0, '0s'],
    [119_999, '119s'],
    [2 * MINUTE, '2m'],
    [9 * MINUTE + 59 * SECOND, '9m59s'],
    [10 * MINUTE + 30 * SECOND, '10m'],
    [179 * MINUTE, '179m'],
    [3 * HOUR, '3h'],
    [7 * HOUR + 59 * MINUTE, '7h59m'],
    [8 * HOUR + 30 * MINUTE, '8h'],
    [47 * HOUR, '47h'],
    [2 * DAY, '2d'],
    [7 * DAY + 23 * HOUR, '7d23h'],
    [8 * DAY + HOUR, '8d'],
    [729 * DAY, '729d'],
    [730 * DAY, '2y'],
    [800 * DAY, '2y70d'],
    [8 * 365 * DAY + 9 * DAY, '8y'],
  ])('prints %d ms as %s', (milliseconds, words) => {
    expect(humanDuration(milliseconds)).toBe(words);
  });
});

describe('since', () => {
  it('knows nothing about a time that is missing', () => {
    expect(since(undefined, 0)).toBe('<unknown>');
  });

  it('counts from micro times too', () => {
    const now = Date.parse('2026-11-20T08:00:05Z');
    expect(since('2026-11-20T08:00:00.000000Z', now)).toBe('5s');
  });
});
