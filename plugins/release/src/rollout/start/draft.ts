import type {
  EnvironmentPolicy,
  Gate,
  PlanRequest,
  Stage,
} from '@pilothouse/plugin-release-common';
import type { Consent } from '../../dialog/ConsentFields';
import { parseDuration, writeDuration } from '../model/duration';

/** The durations of a policy that a rollout may change. */
export const DURATION_FIELDS = [
  'stepInterval',
  'bake',
  'soak',
  'promoteTimeout',
] as const;
export type DurationField = (typeof DURATION_FIELDS)[number];

/** What a person has chosen and typed so far; texts are as they were typed. */
export interface Draft extends Consent {
  environment: string;
  name: string;
  version: string;
  strategy: 'canary' | 'rolling';
  durations: Record<DurationField, string>;
  maxCanaryReplicas: string;
  gate: Gate;
  canaryPerCluster: boolean;
  /** All of the environment, in its order, when nothing was taken out. */
  clusters: string[];
  /** Id of the active rollout that this one takes the place of. */
  supersedes: string | undefined;
}

/** What a field says that cannot be taken. */
export type FieldProblem = 'not-a-duration' | 'not-a-count' | 'under-minimum';
export type FieldProblems = Partial<
  Record<DurationField | 'maxCanaryReplicas', FieldProblem>
>;

/** The policy of an environment as the fields of the dialog show it. */
export function draftOf(
  stage: Stage,
  clusters: readonly string[],
  before?: Draft,
): Draft {
  const { policy } = stage.policy;
  return {
    environment: stage.environment,
    name: stage.workloads.at(0) ?? '',
    version: before?.version ?? '',
    strategy: policy.strategy === 'rolling' ? 'rolling' : 'canary',
    durations: durationsOf(stage.policy),
    maxCanaryReplicas: `${policy.maxCanaryReplicas}`,
    gate: policy.gate,
    canaryPerCluster: policy.canaryPerCluster,
    clusters: [...clusters],
    supersedes: undefined,
    reason: before?.reason ?? '',
    confirmation: '',
    overrideReason: '',
  };
}

/** Fields that have no meaning for a strategy are not looked at, and not sent. */
export function usedDurations(draft: Draft): readonly DurationField[] {
  return draft.strategy === 'canary'
    ? DURATION_FIELDS
    : ['soak', 'promoteTimeout'];
}

/** What is wrong with the policy's fields; under a minimum is only wrong for those who may not override it. */
export function problemsOf(draft: Draft, policy: EnvironmentPolicy) {
  const problems: FieldProblems = {};
  for (const field of usedDurations(draft)) {
    const length = parseDuration(draft.durations[field]);
    if (length === undefined) problems[field] = 'not-a-duration';
    else if (length < minimumOf(field, policy)) {
      problems[field] = 'under-minimum';
    }
  }
  if (draft.strategy === 'canary' && countOf(draft) === undefined) {
    problems.maxCanaryReplicas = 'not-a-count';
  }
  return problems;
}

/** The least that a field may be in an environment, in milliseconds. */
export function minimumOf(
  field: DurationField,
  { minimum }: EnvironmentPolicy,
): number {
  switch (field) {
    case 'stepInterval':
      return minimum.stepIntervalMs;
    case 'bake':
      return minimum.bakeMs;
    case 'soak':
      return minimum.soakMs;
    default:
      return 0;
  }
}

/** What a draft asks for: of the policy only what differs from that of the environment. */
export function planRequestOf(
  entityRef: string,
  draft: Draft,
  stage: Stage,
  clusters: readonly string[],
): PlanRequest {
  const policy = overridesOf(draft, stage);
  const some = draft.clusters.length < clusters.length;
  return {
    entityRef,
    environment: draft.environment,
    ...(stage.workloads.length > 1 && { name: draft.name }),
    ...(some && {
      clusters: clusters.filter(name => draft.clusters.includes(name)),
    }),
    version: draft.version,
    ...(draft.strategy !== stage.policy.policy.strategy && {
      strategy: draft.strategy,
    }),
    ...(Object.keys(policy).length > 0 && { policy }),
    ...(draft.supersedes !== undefined && { supersedes: draft.supersedes }),
  };
}

function overridesOf(draft: Draft, stage: Stage): PlanRequest['policy'] & {} {
  const { policy } = stage.policy;
  const initial = durationsOf(stage.policy);
  const used = usedDurations(draft);
  // As it was typed: what was not touched is not sent, however it would be rounded.
  const changed = (field: DurationField) =>
    used.includes(field) && draft.durations[field] !== initial[field]
      ? parseDuration(draft.durations[field])
      : undefined;
  const count = countOf(draft);
  const isCanary = draft.strategy === 'canary';
  const all = {
    stepIntervalMs: changed('stepInterval'),
    bakeMs: changed('bake'),
    soakMs: changed('soak'),
    promoteTimeoutMs: changed('promoteTimeout'),
    maxCanaryReplicas:
      isCanary && count !== policy.maxCanaryReplicas ? count : undefined,
    gate: draft.gate === policy.gate ? undefined : draft.gate,
    canaryPerCluster:
      isCanary && draft.canaryPerCluster !== policy.canaryPerCluster
        ? draft.canaryPerCluster
        : undefined,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  );
}

function durationsOf({
  policy,
}: EnvironmentPolicy): Record<DurationField, string> {
  return {
    stepInterval: writeDuration(policy.stepIntervalMs),
    bake: writeDuration(policy.bakeMs),
    soak: writeDuration(policy.soakMs),
    promoteTimeout: writeDuration(policy.promoteTimeoutMs),
  };
}

function countOf(draft: Draft): number | undefined {
  const text = draft.maxCanaryReplicas.normalize('NFKC').trim();
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= 100 ? count : undefined;
}
