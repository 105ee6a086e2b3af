import type {
  EvidenceCheck,
  Message,
  Verdict,
} from '@pilothouse/plugin-release-common';
import type { Thresholds } from './readEvidenceConfig';

/** What was measured of one side over the step; `null` is no data, never 0. */
export interface SideMeasures {
  requests: number;
  /** 0 to 1 */
  successRate: number | null;
  /** Milliseconds, as the percentiles. */
  average: number | null;
  p90: number | null;
  p99: number | null;
  /** Of single requests, where the percentiles are those of a sample. */
  durations?: readonly number[];
}

/**
 * A difference of success rates counts when it is no accident: so many standard errors, which one healthy canary in
 * about 160 shows.
 */
const SURE = 2.5;

type Judgement = Pick<EvidenceCheck, 'verdict' | 'reasons'>;

/**
 * Compares canary and release. With too few requests, or without data of either, nothing is known; what is worse than
 * allowed and may be an accident is not known either. The release is the measure: where it is as bad, the canary is
 * not to blame.
 */
export function judge(
  canary: SideMeasures,
  release: SideMeasures,
  thresholds: Thresholds,
): EvidenceCheck[] {
  const { minRequests, maxSlowdown, maxP99Slowdown } = thresholds;
  const tooFew = tooFewRequests(canary, release, minRequests);
  const latency = (
    code: string,
    key: 'average' | 'p90' | 'p99',
    slowdown: number,
  ): EvidenceCheck => ({
    code,
    unit: 'milliseconds',
    ...values(canary[key], release[key]),
    ...(tooFew ??
      judgeLatency(canary, release, key, { ...thresholds, slowdown })),
    links: [],
  });
  const hasPercentiles = canary.p90 !== null && release.p90 !== null;
  return [
    {
      code: 'success-rate',
      unit: 'ratio',
      ...values(canary.successRate, release.successRate),
      ...(tooFew ?? judgeSuccess(canary, release, thresholds)),
      links: [],
    },
    ...(hasPercentiles
      ? [
          latency('latency-p90', 'p90', maxSlowdown),
          latency('latency-p99', 'p99', maxP99Slowdown),
        ]
      : [latency('average-latency', 'average', maxSlowdown)]),
  ];
}

/** The worst of them: what failed counts before what is not known. */
export function verdictOf(checks: readonly EvidenceCheck[]): Verdict {
  const verdicts = checks.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('unknown')
    ? 'unknown'
    : 'pass';
}

function values(canary: number | null, release: number | null) {
  return {
    ...(canary !== null && { canary }),
    ...(release !== null && { release }),
  };
}

function unknown(code: string, params: Message['params'] = {}): Judgement {
  return { verdict: 'unknown', reasons: [{ code, params }] };
}

function tooFewRequests(
  canary: SideMeasures,
  release: SideMeasures,
  needed: number,
): Judgement | undefined {
  if (canary.requests < needed) {
    const requests = Math.floor(canary.requests);
    return unknown('too-few-requests', { requests, needed });
  }
  return release.requests === 0 ? unknown('no-release-traffic') : undefined;
}

function judgeSuccess(
  canary: SideMeasures,
  release: SideMeasures,
  { maxSuccessRateDrop }: Thresholds,
): Judgement {
  if (canary.successRate === null || release.successRate === null) {
    return unknown('no-data');
  }
  const drop = release.successRate - canary.successRate;
  if (drop <= maxSuccessRateDrop) return { verdict: 'pass', reasons: [] };
  const all = canary.requests + release.requests;
  const rate =
    (canary.successRate * canary.requests +
      release.successRate * release.requests) /
    all;
  return drop > SURE * standardError(rate, canary.requests, release.requests)
    ? { verdict: 'fail', reasons: [{ code: 'lower-success-rate', params: {} }] }
    : unknown('may-be-chance', { requests: Math.floor(canary.requests) });
}

/** The share of slower requests that each of these allows. */
const SLOWER = { p90: 0.1, p99: 0.01 };

function judgeLatency(
  canary: SideMeasures,
  release: SideMeasures,
  key: 'average' | 'p90' | 'p99',
  {
    slowdown,
    slowdownAllowanceMs,
  }: Pick<Thresholds, 'slowdownAllowanceMs'> & { slowdown: number },
): Judgement {
  const [seen, usual] = [canary[key], release[key]];
  if (seen === null || usual === null) return unknown('no-data');
  const limit = usual * slowdown + slowdownAllowanceMs;
  if (seen <= limit) return { verdict: 'pass', reasons: [] };
  const { durations } = canary;
  if (durations && key !== 'average') {
    // One slow request among sixty is their 99th percentile, and no proof.
    const allowed = SLOWER[key];
    const slower = durations.filter(duration => duration > limit).length;
    const excess = slower / durations.length - allowed;
    const others = release.durations?.length ?? Infinity;
    const error = standardError(allowed, durations.length, others);
    if (excess <= SURE * error) {
      return unknown('may-be-chance', { requests: durations.length });
    }
  }
  return { verdict: 'fail', reasons: [{ code: 'slower', params: {} }] };
}

/** Of the difference between two shares that are the same in truth. */
function standardError(share: number, one: number, other: number): number {
  return Math.sqrt(share * (1 - share) * (1 / one + 1 / other));
}
