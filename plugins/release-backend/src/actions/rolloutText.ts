import {
  versionOf,
  type Message,
  type Rollout,
  type RolloutPlan,
  type RolloutSummary,
} from '@pilothouse/plugin-release-common';
import type { RegistryZod } from './schemas';

/** As much of a diff as helps a model. */
const MOST_DIFF = 20_000;
/** The latest lines of a history. */
const MOST_LINES = 40;

/** A code with what goes into its sentence; screens have the sentences. */
export function messageText({ code, params }: Message): string {
  const details = Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  return details ? `${code} (${details})` : code;
}

/** The output that {@link rolloutSummary} makes. */
export function rolloutOutput(z: RegistryZod) {
  return z.object({
    id: z.string(),
    entityRef: z.string(),
    environment: z.string(),
    name: z.string().describe('Of the workload'),
    strategy: z.string(),
    version: z.string(),
    author: z.string(),
    reason: z.string(),
    createdAt: z.string(),
    endedAt: z.string().optional(),
    state: z
      .string()
      .describe(
        'waiting, running, paused, held (by a freeze), waiting-for-person, aborting, reverting; or an end: succeeded, aborted, rolled-back, superseded',
      ),
    step: z.string().optional().describe('The present one, and of how many'),
    targets: z.array(
      z.object({
        workloadId: z.string(),
        from: z.string(),
        to: z.string(),
        state: z.string(),
      }),
    ),
    stuck: z
      .string()
      .optional()
      .describe('Why it cannot go on; it tries again by itself'),
    cause: z.string().optional().describe('Why it ended, or is ending'),
    waitsForMe: z.boolean(),
  });
}

/** A rollout, short enough for a model to read dozens of them. */
export function rolloutSummary(rollout: RolloutSummary) {
  const { steps, stepIndex } = rollout;
  const step = rollout.endedAt === undefined ? steps.at(stepIndex) : undefined;
  return {
    id: rollout.id,
    entityRef: rollout.entityRef,
    environment: rollout.environment,
    name: rollout.name,
    strategy: rollout.strategy,
    version: versionOf(rollout.image),
    author: rollout.author,
    reason: rollout.reason,
    createdAt: rollout.createdAt,
    endedAt: rollout.endedAt,
    state: rollout.state,
    step:
      step &&
      `${step.kind} on ${step.workloadId}, ${stepIndex + 1} of ${steps.length}${
        step.endsAt ? `, until ${step.endsAt}` : ''
      }`,
    targets: rollout.targets.map(({ workloadId, from, to, state }) => ({
      workloadId,
      from: versionOf(from),
      to: versionOf(to),
      state,
    })),
    stuck: rollout.stuck && messageText(rollout.stuck),
    cause: rollout.cause && messageText(rollout.cause),
    waitsForMe: rollout.waitsForMe,
  };
}

/** The output that {@link rolloutDetails} makes. */
export function rolloutDetailsOutput(z: RegistryZod) {
  return rolloutOutput(z).extend({
    evidence: z.array(
      z.object({
        provider: z.string(),
        verdict: z.string(),
        checks: z.array(z.string()),
      }),
    ),
    drift: z.array(z.string()).describe('What somebody else changed'),
    actions: z
      .array(z.string())
      .describe('What you may do now: promote, approve, pause, …'),
    history: z.array(z.string()).describe('The oldest first, the latest lines'),
  });
}

/** A rollout with what was measured, and what can be done. */
export function rolloutDetails(rollout: Rollout) {
  return {
    ...rolloutSummary(rollout),
    evidence: rollout.evidence.map(({ provider, verdict, checks }) => ({
      provider,
      verdict,
      checks: checks.map(
        check =>
          `${check.code}: ${check.verdict}${
            check.canary === undefined ? '' : `, canary ${check.canary}`
          }${check.release === undefined ? '' : `, release ${check.release}`}`,
      ),
    })),
    drift: rollout.drift.map(
      ({ workloadId, role, field, expected, found, manager }) =>
        `${role} of ${workloadId}: ${field} is ${found}, not ${expected}${
          manager === undefined ? '' : `, by ${manager}`
        }`,
    ),
    actions: Object.entries(rollout.actions).flatMap(([action, { allowed }]) =>
      allowed ? [action] : [],
    ),
    history: rollout.history
      .slice(-MOST_LINES)
      .map(
        ({ at, code, params, by, reason }) =>
          `${at} ${messageText({ code, params })}${by ? ` by ${by}` : ''}${
            reason ? `: ${reason}` : ''
          }`,
      ),
  };
}

/** The output that {@link planDetails} makes. */
export function planOutput(z: RegistryZod) {
  return z.object({
    fingerprint: z.string().describe('What start-rollout needs'),
    startable: z.boolean().describe('Nothing speaks against it'),
    name: z.string().describe('Of the workload'),
    protected: z.boolean(),
    strategy: z.string(),
    targets: z.array(
      z.object({ workloadId: z.string(), from: z.string(), to: z.string() }),
    ),
    steps: z.array(z.string()),
    shortestMinutes: z.number(),
    findings: z.array(z.object({ severity: z.string(), text: z.string() })),
    owners: z
      .array(z.string())
      .describe('Programs that would own fields no more'),
    diffs: z.array(
      z.object({
        deployment: z.string(),
        before: z.string(),
        after: z.string(),
      }),
    ),
  });
}

/** A plan, as far as a model can make use of it. */
export function planDetails(plan: RolloutPlan) {
  return {
    fingerprint: plan.fingerprint,
    startable: plan.startable,
    name: plan.name,
    protected: plan.protected,
    strategy: plan.strategy,
    targets: plan.targets.map(({ workloadId, from, to }) => ({
      workloadId,
      from: from.reference,
      to: to.reference,
    })),
    steps: plan.steps.map(
      ({ kind, workloadId, replicas, holdMs }) =>
        `${kind} on ${workloadId}${
          replicas === undefined ? '' : ` with ${replicas} pods`
        }${holdMs > 0 ? `, watched for ${Math.round(holdMs / 1000)} s` : ''}`,
    ),
    shortestMinutes: Math.round(plan.durationMs / 6_000) / 10,
    findings: plan.findings.map(({ severity, ...message }) => ({
      severity,
      text: messageText(message),
    })),
    owners: plan.owners.map(
      ({ manager, fields, workloadId, role }) =>
        `${manager}: ${fields.join(', ')} of the ${role} of ${workloadId}`,
    ),
    diffs: plan.diffs.map(({ deployment, before, after }) => ({
      deployment,
      before: before.slice(0, MOST_DIFF),
      after: after.slice(0, MOST_DIFF),
    })),
  };
}
