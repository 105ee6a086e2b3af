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
import { RestartCounts } from './RestartCounts';

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
    restarts = () => 0,
  }: {
    release?: Pod[];
    wanted?: number;
    unreadyMs?: number;
    restarts?: (pod: Pod) => number;
  } = {},
) {
  const report = kubernetesEvidence({
    canary,
    release,
    wanted,
    since,
    now: NOW,
    budgetMs: 30 * SECOND,
    unreadyMs: () => unreadyMs,
    restarts,
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
  });

  it.each([
    [1, 0, 'pass'],
    [2, 0, 'fail'],
    [2, 1, 'pass'],
    [3, 1, 'fail'],
    [5, 4, 'pass'],
  ])(
    'makes of %i restarts, where the worst pod of the release had %i: %s',
    (canary, release, verdict) => {
      const [bad, worst] = [podWith({ restartCount: 9 }), podWith({})];
      const { checks } = judge([healthy, bad], {
        release: [healthy, worst],
        restarts: pod => {
          if (pod === bad) return canary;
          return pod === worst ? release : 0;
        },
      });
      const check = checks.find(({ code }) => code === 'restarts');
      expect(check).toMatchObject({ verdict, canary, release });
      expect(check?.reasons[0]).toMatchObject({
        code: 'restarted',
        params: { restarts: canary },
      });
    },
  );

  it('does not take the first end of a container for a loop', () => {
    const first = podWith({ ...unready, state: ended(SECOND, 1, 'Error') });
    expect(judge([healthy, first]).verdict).toBe('pass');
    expect(judge([first]).verdict).toBe('unknown');
    const again = podWith({
      ...unready,
      restartCount: 1,
      state: ended(SECOND, 1, 'Error'),
    });
    expect(judge([healthy, again]).told).toEqual(['crash-loops fail']);
  });
});

describe('restarts', () => {
  const restarted = (
    uid: string,
    restartCount: number,
    endedAgo = 99 * MINUTE,
  ): Pod => {
    const pod = podWith({
      restartCount,
      lastState: ended(endedAgo, 1, 'Error'),
    });
    return { ...pod, metadata: { ...pod.metadata, uid } };
  };

  it('count since a step began, whatever was before', () => {
    const counts = new RestartCounts();
    counts.note([restarted('a', 3)], since);
    expect(counts.of(restarted('a', 3))).toBe(0);
    counts.note([restarted('a', 5), restarted('new', 1)], since);
    expect(counts.of(restarted('a', 5))).toBe(2);
    expect(counts.of(restarted('new', 1))).toBe(1);
    counts.note([restarted('a', 6), restarted('new', 1)], NOW);
    expect(counts.of(restarted('a', 6))).toBe(1);
    expect(counts.of(restarted('new', 1))).toBe(0);
  });

  it('count for certain when a step is taken over in its middle', () => {
    const counts = new RestartCounts();
    const recently = restarted('a', 4, SECOND);
    const made = restarted('b', 2);
    Object.assign(made.metadata ?? {}, { creationTimestamp: ago(SECOND) });
    counts.note([recently, made], since);
    expect([counts.of(recently), counts.of(made)]).toEqual([1, 2]);
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
