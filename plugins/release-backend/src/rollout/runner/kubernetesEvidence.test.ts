import {
  ago,
  ended,
  MINUTE,
  NOW,
  podWith,
  runningFor,
  SECOND,
  unready,
} from '../../__testUtils__/podWith';
import { deployment } from '../../__testUtils__/objects';
import type { Pod } from '../../workload/objects';
import { kubernetesEvidence } from './kubernetesEvidence';
import { readinessBudget } from './readinessBudget';

const healthy = podWith({});
const waiting = (reason: string) =>
  podWith({ ...unready, state: { waiting: { reason } } });
const crashing = podWith({
  ...unready,
  restartCount: 3,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: ended(10 * SECOND, 1, 'Error'),
});
const since = NOW - MINUTE;

function judge(
  canary: Pod[],
  {
    release = [healthy, healthy],
    wanted = canary.length,
    unreadyMs = 0,
  }: { release?: Pod[]; wanted?: number; unreadyMs?: number } = {},
) {
  const report = kubernetesEvidence({
    canary,
    release,
    wanted,
    since,
    now: NOW,
    budgetMs: 30 * SECOND,
    unreadyMs: () => unreadyMs,
  });
  const told = report.checks.filter(({ verdict }) => verdict !== 'pass');
  return {
    ...report,
    told: told.map(check => `${check.code} ${check.verdict}`),
  };
}

describe('evidence of Kubernetes', () => {
  it('passes pods that are ready, and says from when on', () => {
    const { verdict, told, checks, since: from } = judge([healthy, healthy]);
    expect({ verdict, told, from }).toEqual({
      verdict: 'pass',
      told: [],
      from: ago(MINUTE),
    });
    expect(checks.map(({ code }) => code)).toEqual([
      'crash-loops',
      'image-pulls',
      'out-of-memory',
      'restarts',
      'not-ready',
    ]);
  });

  it.each([
    ['a crash loop', crashing, 'crash-loops'],
    [
      'one restart',
      podWith({ restartCount: 1, lastState: ended(SECOND, 1, 'Error') }),
      'restarts',
    ],
    [
      'one restart of a long time ago, which no clock has to place',
      podWith({ restartCount: 1, lastState: ended(99 * MINUTE, 1, 'Error') }),
      'restarts',
    ],
    [
      'a container killed for memory',
      podWith({ restartCount: 1, lastState: ended(SECOND) }),
      'out-of-memory',
    ],
    ['an image that is not there', waiting('ImagePullBackOff'), 'image-pulls'],
    ['a name that is no image', waiting('InvalidImageName'), 'image-pulls'],
  ])('fails %s', (_, pod, code) => {
    const { verdict, told } = judge([healthy, pod]);
    expect(verdict).toBe('fail');
    expect(told).toContain(`${code} fail`);
  });

  it('fails who is not ready beyond its own probes, and not before', () => {
    const late = podWith({ ...unready, state: runningFor(40 * SECOND) });
    expect(judge([healthy, late], { unreadyMs: 29 * SECOND }).verdict).toBe(
      'pass',
    );
    expect(judge([late], { unreadyMs: 29 * SECOND }).told).toEqual([
      'not-ready unknown',
    ]);
    expect(judge([healthy, late], { unreadyMs: 31 * SECOND }).told).toEqual([
      'not-ready fail',
    ]);
  });

  it('does not know what the first failure of a pull means', () => {
    expect(judge([healthy, waiting('ErrImagePull')]).told).toEqual([
      'image-pulls unknown',
    ]);
  });

  it('does not know what nobody shows', () => {
    const { verdict, problem } = judge([], { wanted: 1 });
    expect({ verdict, code: problem?.code }).toEqual({
      verdict: 'unknown',
      code: 'no-pods',
    });
    expect(judge([], { wanted: 0 }).verdict).toBe('pass');
  });

  it('blames no canary for what its release does as much', () => {
    const { verdict, checks } = judge([crashing, healthy], {
      release: [crashing, healthy],
    });
    expect(verdict).toBe('pass');
    expect(checks[0].reasons.map(({ code }) => code)).toContain(
      'release-as-bad',
    );
    expect(judge([crashing], { release: [crashing, healthy] }).verdict).toBe(
      'fail',
    );
    const longAgo = podWith({
      restartCount: 9,
      lastState: ended(2 * MINUTE, 1, 'Error'),
    });
    expect(
      judge([podWith({ restartCount: 1 })], { release: [longAgo] }).told,
    ).toEqual(['restarts fail']);
  });
});

it('adds up what the probes of a pod allow', () => {
  const of = (container: object) => {
    const made = deployment({ name: 'order-api' });
    const [main] = made.spec?.template.spec?.containers ?? [];
    Object.assign(main, container);
    return readinessBudget(made);
  };
  expect(of({ readinessProbe: undefined })).toBe(5 * SECOND);
  expect(of({ readinessProbe: {} })).toBe(35 * SECOND);
  expect(
    of({
      readinessProbe: { initialDelaySeconds: 5, periodSeconds: 2 },
      startupProbe: { periodSeconds: 1, failureThreshold: 60 },
    }),
  ).toBe(76 * SECOND);
});
