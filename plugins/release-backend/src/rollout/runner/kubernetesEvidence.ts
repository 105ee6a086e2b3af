import type {
  EVIDENCE_CHECKS,
  EvidenceCheck,
  EvidenceReport,
  Message,
  Verdict,
} from '@pilothouse/plugin-release-common';
import { timeOf, type Pod } from '../../workload/objects';
import { podHealth } from '../../workload/podHealth';
import { oneOfEach } from '../../workload/reasons';
import { isReady } from './observeTarget';
import { worstOf } from './worstOf';

export const KUBERNETES_PROVIDER = 'kubernetes';

type CheckCode = (typeof EVIDENCE_CHECKS)[number];

/** As many as a report carries. */
const MOST_REASONS = 20;
/** A container that was restarted once may have had bad luck: so many more than any of the release has had are too many. */
const MORE_RESTARTS = 2;

interface Options {
  /** Of the image that comes. */
  canary: readonly Pod[];
  /** Of the image that is there. */
  release: readonly Pod[];
  /** How many pods the canary's side should have: none is no riddle where none is wanted. */
  wanted: number;
  /** When the step began. */
  since: number;
  now: number;
  /** How long a pod may take until it is ready, in milliseconds. */
  budgetMs: number;
  /** For how long a pod has been seen not to be ready, in milliseconds. */
  unreadyMs(pod: Pod): number;
  /** How often containers of a pod were restarted since the step began. */
  restarts(pod: Pod): number;
}

/** What one pod shows. */
interface Signs {
  /** For each check: how many, a pod or restarts. */
  counts: Record<CheckCode, number>;
  reasons: Record<CheckCode, Message[]>;
}

/** The checks, the gravest first. */
const CODES: readonly CheckCode[] = [
  'crash-loops',
  'image-pulls',
  'out-of-memory',
  'restarts',
  'not-ready',
];

/**
 * Compares the pods of canary and release by what Kubernetes says of them. A release that is as bad does not fail the
 * canary: it is told, and passes.
 */
export function kubernetesEvidence(options: Options): EvidenceReport {
  const { canary, release, wanted, since, now } = options;
  const report = {
    provider: KUBERNETES_PROVIDER,
    at: new Date(now).toISOString(),
    since: new Date(since).toISOString(),
  };
  if (canary.length === 0) {
    if (wanted === 0) return { ...report, verdict: 'pass', checks: [] };
    return {
      ...report,
      verdict: 'unknown',
      checks: [],
      problem: { code: 'no-pods', params: {} },
    };
  }
  const sides = {
    canary: canary.map(pod => signsOf(pod, options, 'canary')),
    release: release.map(pod => signsOf(pod, options, 'release')),
  };
  const anyReady = canary.some(isReady);
  const checks = CODES.map(code =>
    code === 'restarts'
      ? restartsCheck(sides.canary, sides.release)
      : checkOf(code, sides.canary, sides.release, anyReady),
  );
  return {
    ...report,
    verdict: worstOf(checks.map(({ verdict }) => verdict)),
    checks,
  };
}

/** The pod of each side that was restarted most often since the step began. */
function restartsCheck(
  canary: readonly Signs[],
  release: readonly Signs[],
): EvidenceCheck {
  const most = (signs: readonly Signs[]) =>
    Math.max(0, ...signs.map(({ counts }) => counts.restarts));
  const found = { canary: most(canary), release: most(release) };
  const fails = found.canary >= found.release + MORE_RESTARTS;
  const reasons = oneOfEach(canary.flatMap(signs => signs.reasons.restarts));
  if (!fails && found.canary >= MORE_RESTARTS) {
    reasons.push({ code: 'release-as-bad', params: { ...found } });
  }
  return {
    code: 'restarts',
    verdict: fails ? 'fail' : 'pass',
    ...found,
    unit: 'count',
    reasons: reasons.slice(0, MOST_REASONS),
    links: [],
  };
}

function checkOf(
  code: CheckCode,
  canary: readonly Signs[],
  release: readonly Signs[],
  anyReady: boolean,
): EvidenceCheck {
  const count = (signs: readonly Signs[]) =>
    signs.reduce((total, { counts }) => total + counts[code], 0);
  const found = { canary: count(canary), release: count(release) };
  const reasons = oneOfEach(canary.flatMap(signs => signs.reasons[code]));
  // By pods: one that restarts all the time is no worse than one that did twice.
  const share = (signs: readonly Signs[]) =>
    signs.filter(({ counts }) => counts[code] > 0).length / signs.length;
  const asBad = release.length > 0 && share(canary) <= share(release);
  let verdict: Verdict = 'pass';
  if (found.canary > 0) {
    verdict = asBad ? 'pass' : 'fail';
    if (asBad) {
      reasons.push({ code: 'release-as-bad', params: { ...found } });
    }
  } else if (reasons.length > 0 || (code === 'not-ready' && !anyReady)) {
    verdict = 'unknown';
  }
  return {
    code,
    verdict,
    ...found,
    unit: 'count',
    reasons: reasons.slice(0, MOST_REASONS),
    links: [],
  };
}

function signsOf(
  pod: Pod,
  { since, now, budgetMs, unreadyMs, restarts: restartsOf }: Options,
  side: 'canary' | 'release',
): Signs {
  const { reasons } = podHealth(pod, { now, deadlineMs: budgetMs });
  const coded = (...codes: string[]) =>
    reasons.filter(({ code }) => codes.includes(code));
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  const ends = statuses.flatMap(({ state, lastState }) =>
    [state?.terminated, lastState?.terminated].flatMap(end => end ?? []),
  );
  const recent = ends.filter(
    // The pods of a canary are the rollout's own: whatever they did, they did in it, and no clock is asked.
    ({ finishedAt }) => side === 'canary' || (timeOf(finishedAt) ?? 0) >= since,
  );
  const killed = recent.filter(({ reason }) => reason === 'OOMKilled').length;
  const restarts = restartsOf(pod);
  // The first failure of a pull may be a hiccup of a registry: it neither passes nor fails.
  const backsOff = statuses.some(({ state }) => {
    const reason = state?.waiting?.reason;
    return reason !== undefined && reason !== 'ErrImagePull';
  });
  const late = !isReady(pod) && unreadyMs(pod) > budgetMs;
  // One that has only just ended for the first time is restarted at once, and may stay.
  const loops = statuses.some(
    ({ state, restartCount }) => !state?.terminated || restartCount > 0,
  );
  const crashes = loops ? coded('crash-loop') : [];
  const pulls = coded('image-pull');
  const params = { pod: (pod.metadata?.name ?? '').slice(0, 253) };
  return {
    counts: {
      'crash-loops': crashes.length > 0 ? 1 : 0,
      'image-pulls': pulls.length > 0 && backsOff ? 1 : 0,
      'out-of-memory': killed > 0 ? 1 : 0,
      restarts,
      'not-ready': late ? 1 : 0,
    },
    reasons: {
      'crash-loops': crashes,
      'image-pulls': pulls,
      'out-of-memory': killed > 0 ? [{ code: 'out-of-memory', params }] : [],
      restarts:
        restarts > 0
          ? [{ code: 'restarted', params: { ...params, restarts } }]
          : [],
      'not-ready': late
        ? [...coded('cannot-start'), { code: 'not-ready', params }]
        : [],
    },
  };
}
