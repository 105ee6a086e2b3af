import { timeRange } from './timeRange';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const HALF_HOUR = 30 * 60_000;

describe('the time that a question is about', () => {
  it('is the last half hour, or the half hour before its end', () => {
    expect(timeRange({}, NOW)).toEqual({ from: NOW - HALF_HOUR, to: NOW });
    const to = '2026-11-20T08:00:00Z';
    expect(timeRange({ to }, NOW)).toEqual({
      from: Date.parse(to) - HALF_HOUR,
      to: Date.parse(to),
    });
  });

  it('ends now at the latest', () => {
    const range = { from: '2026-11-21T07:00:00Z', to: '2026-11-22T00:00:00Z' };
    expect(timeRange(range, NOW).to).toBe(NOW);
  });

  it.each([
    ['2026-11-21T07:00:00Z', '2026-11-21T07:00:00Z', 'has to be before to'],
    ['2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z', 'is in the future'],
    [
      '1999-12-31T23:00:00Z',
      '1999-12-31T23:30:00Z',
      'has to be after the year 2000',
    ],
    [
      '2026-08-01T00:00:00Z',
      '2026-11-21T00:00:00Z',
      'has to be within 90 days',
    ],
  ])('is not %s to %s', (from, to, message) => {
    expect(() => timeRange({ from, to }, NOW)).toThrow(
      `Query parameter from: ${message}`,
    );
  });
});
