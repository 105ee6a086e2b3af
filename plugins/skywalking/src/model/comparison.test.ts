import { pointAt } from '../../dev/fixtures/numbers';
import { compare } from './comparison';

const before = pointAt(0, { successRate: 0.999, slowness: 1 });

describe('compare', () => {
  it.each([
    [
      'requestsPerMinute',
      1.12 * (before.requestsPerMinute ?? 0),
      'up',
      'other',
    ],
    ['successRate', 0.93, 'down', 'worse'],
    ['p99', 2 * (before.p99 ?? 0), 'up', 'worse'],
    ['p99', (before.p99 ?? 0) / 2, 'down', 'better'],
    ['apdex', (before.apdex ?? 0) - 0.2, 'down', 'worse'],
    ['successRate', 0.9992, 'same', 'other'],
  ] as const)('%s of %d is %s: %s', (figure, value, direction, meaning) => {
    expect(
      compare(figure, { ...before, [figure]: value }, before),
    ).toMatchObject({ direction, meaning });
  });

  it('says nothing where a value is missing, or was 0', () => {
    const none = { ...before, p99: null, requestsPerMinute: 0 };
    expect(compare('p99', none, before)).toBeUndefined();
    expect(compare('p99', before, none)).toBeUndefined();
    expect(compare('requestsPerMinute', before, none)).toBeUndefined();
  });
});
