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
      judgeLatency(canary[key], release[key], slowdown, thresholds)),
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
  const error = Math.sqrt(
    rate * (1 - rate) * (1 / canary.requests + 1 / release.requests),
  );
  return drop > SURE * error
    ? { verdict: 'fail', reasons: [{ code: 'lower-success-rate', params: {} }] }
    : unknown('may-be-chance', { requests: Math.floor(canary.requests) });
}

function judgeLatency(
  canary: number | null,
  release: number | null,
  slowdown: number,
  { slowdownAllowanceMs }: Thresholds,
): Judgement {
  if (canary === null || release === null) return unknown('no-data');
  return canary > release * slowdown + slowdownAllowanceMs
    ? { verdict: 'fail', reasons: [{ code: 'slower', params: {} }] }
    : { verdict: 'pass', reasons: [] };
}
