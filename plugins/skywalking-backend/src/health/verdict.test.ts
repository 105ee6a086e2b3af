import { readHealthThresholds } from '../config/readHealthThresholds';
import { ConfigReader } from '@backstage/config';
import { judge } from './verdict';

const thresholds = readHealthThresholds(new ConfigReader({}));
const well = { requests: 100, successRate: 0.999, average: 80, p99: 400 };
const yesterday = (average: number | null) =>
  ({ average, code: 'slower-than-yesterday' } as const);

describe('the verdict on a service', () => {
  it.each([
    ['healthy', well, undefined, []],
    ['healthy', { ...well, successRate: 0.99 }, undefined, []],
    ['degraded', { ...well, successRate: 0.98 }, undefined, ['success-rate']],
    ['degraded', { ...well, p99: 2_001 }, undefined, ['latency']],
    [
      'degraded',
      { ...well, average: 161 },
      yesterday(80),
      ['slower-than-yesterday'],
    ],
    ['healthy', { ...well, average: 160 }, yesterday(80), []],
    ['healthy', { ...well, average: 45 }, yesterday(5), []],
    ['healthy', well, yesterday(null), []],
    [
      'degraded',
      { ...well, successRate: 0, average: 900, p99: 9_000 },
      yesterday(80),
      ['success-rate', 'latency', 'slower-than-yesterday'],
    ],
    [
      'unknown',
      { requests: 0, successRate: null, average: null, p99: null },
      yesterday(80),
      ['no-data'],
    ],
    [
      'unknown',
      { ...well, requests: 9, successRate: 0 },
      undefined,
      ['few-requests'],
    ],
  ] as const)('is %s: %j against %j', (verdict, judged, reference, codes) => {
    const judgement = judge(judged, thresholds, reference);
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('follows the configuration, which names what is wrong with it', () => {
    const read = (health: object) =>
      readHealthThresholds(
        new ConfigReader({ skywalking: { health: { ...health } } }),
      );
    expect(
      judge({ ...well, successRate: 0.95 }, read({ minSuccessRate: 0.9 }))
        .verdict,
    ).toBe('healthy');
    expect(() => read({ minSuccessRate: 99 })).toThrow(
      'Configuration skywalking.health.minSuccessRate is wrong',
    );
    expect(() => read({ slowerThan: 1 })).toThrow(
      'skywalking.health.slowerThan',
    );
  });
});
