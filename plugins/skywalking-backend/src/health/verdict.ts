import type { Message } from '@pilothouse/plugin-release-common';
import type { HealthVerdict } from '@pilothouse/plugin-skywalking-common';
import type { HealthThresholds } from '../config/readHealthThresholds';

/** What is judged: numbers over some minutes. */
export interface Judged {
  requests: number;
  successRate: number | null;
  average: number | null;
  p99: number | null;
}

/** What it is compared with, and how a slower one is called. */
export interface Reference {
  average: number | null;
  code: 'slower-than-yesterday' | 'slower-than-release';
}

export interface Judgement {
  verdict: HealthVerdict;
  reasons: Message[];
}

/** Under so many milliseconds nobody notices that something is twice as slow. */
const UNNOTICED_MS = 50;

/** How well something is, and why not. What says nothing is unknown, never healthy. */
export function judge(
  judged: Judged,
  thresholds: HealthThresholds,
  reference?: Reference,
): Judgement {
  const { requests, successRate, average, p99 } = judged;
  const { minSuccessRate, maxP99, slowerThan, minRequests } = thresholds;
  if (successRate === null && average === null) {
    return { verdict: 'unknown', reasons: [message('no-data', {})] };
  }
  if (requests < minRequests) {
    return {
      verdict: 'unknown',
      reasons: [message('few-requests', { requests, least: minRequests })],
    };
  }
  const reasons: Message[] = [];
  if (successRate !== null && successRate < minSuccessRate) {
    reasons.push(
      message('success-rate', { rate: successRate, least: minSuccessRate }),
    );
  }
  if (p99 !== null && p99 > maxP99) {
    reasons.push(message('latency', { p99, most: maxP99 }));
  }
  const before = reference?.average ?? null;
  if (
    reference &&
    average !== null &&
    before !== null &&
    average > UNNOTICED_MS &&
    average > before * slowerThan
  ) {
    reasons.push(message(reference.code, { average, before }));
  }
  return { verdict: reasons.length > 0 ? 'degraded' : 'healthy', reasons };
}

function message(code: string, params: Record<string, number>): Message {
  return { code, params };
}
