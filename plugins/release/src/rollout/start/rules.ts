import type { Finding, RolloutPlan } from '@pilothouse/plugin-release-common';

/** Findings that are rules of the house, not facts: who has the permission may act against them, with a reason. */
const RULES: readonly string[] = ['frozen', 'under-minimum'];

/** Whether a finding can be overridden. */
export function isRule({ code }: Pick<Finding, 'code'>): boolean {
  return RULES.includes(code);
}

/** The rules that a plan is against. */
export function rulesAgainst(plan: RolloutPlan): Finding[] {
  return plan.findings.filter(
    finding => isRule(finding) && finding.severity !== 'info',
  );
}

/** Findings that nobody can override. */
export function obstaclesOf(plan: RolloutPlan): Finding[] {
  return plan.findings.filter(
    finding => finding.severity === 'blocking' && !isRule(finding),
  );
}
