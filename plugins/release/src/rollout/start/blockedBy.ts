import type {
  Finding,
  RolloutPlan,
  Stage,
} from '@pilothouse/plugin-release-common';
import { nameMatches } from '../../dialog/ConfirmField';
import type { RolloutWords } from '../words/useRolloutWords';
import { problemsOf } from './draft';
import type { Draft } from './draft';
import { obstaclesOf } from './rules';

/** The stages of the dialog, in their order. */
export const STAGES = ['image', 'policy', 'plan', 'confirm'] as const;
export type StageName = (typeof STAGES)[number];

export interface BlockInput {
  draft: Draft;
  stage: Stage;
  plan: RolloutPlan | undefined;
  /** Those of the plan that may be overridden. */
  rules: readonly Finding[];
  words: RolloutWords;
}

/** Why a stage cannot be left yet, in words; `undefined` when it can. */
export function blockedBy(
  name: StageName,
  input: BlockInput,
): string | undefined {
  const { draft, words } = input;
  const { t } = words;
  switch (name) {
    case 'image':
      return draft.version === '' ? t('start.blocked.version') : undefined;
    case 'policy':
      return blockedByPolicy(input);
    case 'plan':
      return blockedByPlan(input);
    default:
      return blockedByPerson(input);
  }
}

function blockedByPolicy({ draft, stage, words: { t } }: BlockInput) {
  if (draft.clusters.length === 0) return t('start.blocked.clusters');
  const mayOverride = stage.actions.override.allowed;
  const problems = Object.values(problemsOf(draft, stage.policy));
  return problems.some(problem => problem !== 'under-minimum' || !mayOverride)
    ? t('start.blocked.fields')
    : undefined;
}

function blockedByPlan({ plan, stage, rules, words: { t } }: BlockInput) {
  if (!plan) return t('start.blocked.plan');
  if (obstaclesOf(plan).length > 0) return t('start.blocked.blocking');
  if (plan.startable) return undefined;
  return rules.length > 0 && stage.actions.override.allowed
    ? undefined
    : t('start.blocked.blocking');
}

function blockedByPerson({ draft, plan, rules, words: { t } }: BlockInput) {
  if (draft.reason.trim() === '') return t('start.blocked.reason');
  if (rules.length > 0 && draft.overrideReason.trim() === '') {
    return t('start.blocked.override');
  }
  if (plan?.protected && !nameMatches(draft.confirmation, plan.name)) {
    return t('start.blocked.name');
  }
  return undefined;
}
