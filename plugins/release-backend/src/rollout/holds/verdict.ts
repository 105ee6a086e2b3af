import type {
  EvidenceReport,
  RolloutCause,
  Verdict,
} from '@pilothouse/plugin-release-common';
import type { Draft } from '../Draft';
import { presentStep } from '../steps/present';

/**
 * What all evidence of the present step says together: one failure fails, one unknown makes unknown, and so does none at
 * all. Where nothing of the new image runs, evidence is about what was there before, and nothing is asked of it.
 */
export function verdictOf({ state, evidence }: Draft): Verdict {
  const { step, progress } = presentStep(state);
  if (step.kind === 'retire') return 'pass';
  const runsNothing = !progress.canaryUsed && progress.promote === 'none';
  if (runsNothing && (step.kind === 'gate' || step.kind === 'promote')) {
    return 'pass';
  }
  if (evidence.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return evidence.length > 0 &&
    evidence.every(({ verdict }) => verdict === 'pass')
    ? 'pass'
    : 'unknown';
}

/** Why evidence ends a rollout: the first check that failed, with all that was measured. */
export function evidenceCause(evidence: EvidenceReport[]): RolloutCause {
  const report = evidence.find(({ verdict }) => verdict === 'fail');
  const check = report?.checks.find(({ verdict }) => verdict === 'fail');
  return {
    code: 'evidence-failed',
    params: { provider: report?.provider ?? '', check: check?.code ?? '' },
    evidence,
  };
}
