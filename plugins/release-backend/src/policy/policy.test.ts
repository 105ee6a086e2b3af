import { ConfigReader } from '@backstage/config';
import type {
  Environment,
  PolicyOverride,
} from '@pilothouse/plugin-release-common';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './parseDuration';
import { readPolicyAnnotation } from './policyAnnotation';
import { readPolicies } from './readPolicies';
import { entityPolicy, resolvePolicy } from './resolvePolicy';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ENTITY = 'component:default/order-api';

const DEV: Environment = { name: 'dev', protected: false, clusters: ['dev'] };
const PROD: Environment = { name: 'prod', protected: true, clusters: ['bj'] };

function policies(configured?: object) {
  const data = { release: { policies: configured } };
  return readPolicies(new ConfigReader(JSON.parse(JSON.stringify(data))), [
    DEV,
    PROD,
  ]);
}

describe('durations', () => {
  it.each([
    ['6h30m', 6.5 * HOUR],
    ['90s', 90_000],
    ['1.5h', 90 * MINUTE],
    ['250ms', 250],
    ['180d', 180 * DAY],
    ['0', 0],
    ['PT6H', 6 * HOUR],
    ['P1DT12H', 36 * HOUR],
    ['P2W', 14 * DAY],
    ['PT0.5S', 500],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '6',
    '-6h',
    '6 h',
    '6H',
    'h',
    'P',
    'PT',
    'P1DT',
    'P1Y',
    'P1M',
    'PT-6H',
    '6h30',
    '３h',
    '1e3s',
    '2026-03-29T02:30:00+02:00',
    `${'1s'.repeat(40)}`,
    '99999999999h',
  ])('does not take "%s" for one', text => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('writes what it can read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * DAY }), ms => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });
});

describe('release.policies', () => {
  it('may be missing: then house practice holds', () => {
    const house = policies();
    expect(house.of(PROD)).toEqual({
      environment: 'prod',
      protected: true,
      policy: {
        strategy: 'canary',
        stepIntervalMs: 6 * HOUR,
        bakeMs: 24 * HOUR,
        maxCanaryReplicas: 3,
        gate: 'approval',
        promoteTimeoutMs: 30 * MINUTE,
        soakMs: 2 * HOUR,
        canaryPerCluster: false,
        readyTimeoutMs: 10 * MINUTE,
      },
      minimum: { stepIntervalMs: 0, bakeMs: 0, soakMs: 0 },
      replicas: { min: 0, max: 50 },
    });
    expect(house.of(DEV).policy.gate).toBe('automatic');
  });

  it('hold for one environment, or by default', () => {
    const read = policies({
      default: { bake: 'PT1H', minimum: { bake: '10m' } },
      prod: {
        stepInterval: '1h',
        minimum: { soak: '30m' },
        replicas: { max: 20 },
        strategy: 'rolling',
        canaryPerCluster: true,
      },
    });
    expect(read.of(DEV).policy).toMatchObject({
      bakeMs: HOUR,
      stepIntervalMs: 6 * HOUR,
    });
    expect(read.of(PROD)).toMatchObject({
      policy: {
        bakeMs: HOUR,
        stepIntervalMs: HOUR,
        strategy: 'rolling',
        canaryPerCluster: true,
      },
      minimum: { bakeMs: 10 * MINUTE, soakMs: 30 * MINUTE },
      replicas: { min: 0, max: 20 },
    });
  });

  it.each([
    ['x', 'release.policies has to have an entry per environment'],
    [
      { qa: {} },
      'release.policies.qa is none of the environments: default, dev, prod',
    ],
    [
      { dev: { bake: '99y' } },
      'release.policies.dev.bake has to be a duration from 0s to 30d, such as 90s, 6h30m or PT6H',
    ],
    [{ dev: { bake: 5 } }, 'release.policies.dev.bake has to be a duration'],
    [{ dev: { soak: '31d' } }, 'release.policies.dev.soak has to be'],
    [
      { dev: { promoteTimeout: '1s' } },
      'release.policies.dev.promoteTimeout has to be a duration from 5s',
    ],
    [
      { dev: { maxCanaryReplicas: 1.5 } },
      'release.policies.dev.maxCanaryReplicas has to be a whole number from 1 to 100',
    ],
    [
      { dev: { gate: 'nobody' } },
      'release.policies.dev.gate has to be one of automatic, manual, approval',
    ],
    [
      { dev: { strategy: 'offline' } },
      'release.policies.dev.strategy has to be canary or rolling',
    ],
    [
      { dev: { bakeTime: '1h' } },
      'release.policies.dev has "bakeTime", which is none of its settings: strategy, stepInterval, bake',
    ],
    [
      { dev: { minimum: { gate: 'manual' } } },
      'release.policies.dev.minimum has "gate"',
    ],
    [
      { dev: { replicas: { min: 5, max: 2 } } },
      'release.policies.dev.replicas has a min of more than its max',
    ],
    [
      { default: { minimum: { bake: '2h' } }, prod: { bake: '1h' } },
      'release.policies.prod.bake is less than its own minimum',
    ],
  ])('refuse %j', (configured, message) => {
    expect(() => policies(configured as object)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(`Configuration ${message}`),
      }),
    );
  });
});

describe('the annotation', () => {
  const read = (text: string) =>
    readPolicyAnnotation(ENTITY, { 'pilothouse.io/release-policy': text });

  it('sets what it names', () => {
    expect(readPolicyAnnotation(ENTITY, {})).toEqual({});
    expect(
      read(' stepInterval=30m, bake=PT2H ,gate=manual,maxCanaryReplicas=2'),
    ).toEqual({
      stepInterval: 30 * MINUTE,
      bake: 2 * HOUR,
      gate: 'manual',
      maxCanaryReplicas: 2,
    });
  });

  it.each([
    ['', 'has to be settings such as'],
    ['bake', 'has to be settings such as'],
    ['{"bake":"1h"}', 'has to be settings such as'],
    ['__proto__=1', 'has to be settings such as'],
    ['constructor=1', 'sets "constructor", which is none of strategy'],
    ['bake=1h,bake=2h', 'sets "bake" twice'],
    ['bake=never', 'bake has to be a duration'],
    ['canaryPerCluster=yes', 'canaryPerCluster has to be true or false'],
    [`bake=${'1'.repeat(2000)}h`, 'is longer than 1000 characters'],
  ])('refuses "%s"', (text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(
          new RegExp(`annotation .* of ${ENTITY} .*`),
        ),
      }),
    );
    expect(() => read(text)).toThrow(message);
  });

  it('makes production more careful, and never less', () => {
    const read1 = policies({
      prod: { bake: '24h', minimum: { bake: '12h' }, gate: 'approval' },
    });
    const bold = { bake: HOUR, gate: 'automatic' as const };
    expect(entityPolicy(read1.of(PROD), bold).policy).toMatchObject({
      bakeMs: 12 * HOUR,
      gate: 'approval',
    });
    expect(entityPolicy(read1.of(PROD), { bake: 48 * HOUR }).policy).toEqual(
      expect.objectContaining({ bakeMs: 48 * HOUR }),
    );
    expect(entityPolicy(read1.of(DEV), bold).policy).toMatchObject({
      bakeMs: HOUR,
      gate: 'automatic',
    });
  });
});

describe('what one rollout asks for', () => {
  const read = policies({
    prod: {
      minimum: { stepInterval: '1h', bake: '12h', soak: '30m' },
      replicas: { max: 5 },
    },
  });
  const resolve = (environment: Environment, override: PolicyOverride) =>
    resolvePolicy(read.of(environment), override);

  it('goes on top of the policy', () => {
    expect(resolve(PROD, { bakeMs: 13 * HOUR, gate: undefined })).toEqual({
      policy: { ...read.of(PROD).policy, bakeMs: 13 * HOUR },
      underMinimum: [],
    });
  });

  it('goes under the minimum where nothing is protected only', () => {
    const bold: PolicyOverride = {
      stepIntervalMs: 0,
      bakeMs: 0,
      soakMs: 0,
      gate: 'manual',
    };
    expect(resolve(DEV, bold).underMinimum).toEqual([]);
    expect(resolve(PROD, bold).underMinimum).toEqual([
      { field: 'stepIntervalMs', minimum: HOUR },
      { field: 'bakeMs', minimum: 12 * HOUR },
      { field: 'soakMs', minimum: 30 * MINUTE },
      { field: 'gate', minimum: 'approval' },
    ]);
  });

  it('observes nothing without a canary, which is under the minimum too', () => {
    const rolling = { strategy: 'rolling' as const };
    expect(resolvePolicy(read.of(PROD), rolling).underMinimum).toEqual([
      { field: 'stepIntervalMs', minimum: HOUR },
      { field: 'bakeMs', minimum: 12 * HOUR },
    ]);
    expect(resolvePolicy(read.of(DEV), rolling).underMinimum).toEqual([]);
  });

  it.each<[PolicyOverride, RegExp]>([
    [{ maxCanaryReplicas: 4 }, /policy.maxCanaryReplicas: .* 1 to 3/],
    [{ promoteTimeoutMs: 0 }, /policy.promoteTimeoutMs: .* at least 5000/],
  ])('is refused out of bounds: %j', (override, message) => {
    expect(() => resolve(PROD, override)).toThrow(message);
  });
});
