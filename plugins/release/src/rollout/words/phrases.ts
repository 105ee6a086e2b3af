import {
  ACTION_REASONS,
  clusterConditionSchema,
  EVIDENCE_CHECKS,
  EVIDENCE_PROBLEMS,
  EVIDENCE_REASONS,
  TRAFFIC_CHECKS,
  GATE_REASONS,
  IMAGE_PROBLEMS,
  OBSERVATION_PROBLEMS,
  PREFLIGHT_FINDINGS,
  ROLLOUT_ACTIONS,
  ROLLOUT_CAUSES,
  ROLLOUT_EVENTS,
  rolloutStateSchema,
  stepKindSchema,
  STUCK_REASONS,
} from '@pilothouse/plugin-release-common';
import type {
  Message,
  RolloutHistoryLine,
} from '@pilothouse/plugin-release-common';
import { numberOf, textOf } from '../../words/params';
import type { RolloutTranslate } from '../translation/useRolloutTranslation';
import { driftEvent } from './driftPhrases';
import { stepName } from './stepName';
import { valuesOf } from './values';
import type { ValueContext } from './values';

/** What the phrases are made with. */
export interface PhraseContext extends ValueContext {
  t: RolloutTranslate;
}

/** The member of a list of codes that a text is; newer backends may send others. */
function known<Code extends string>(
  codes: readonly Code[],
  code: string,
): Code | undefined {
  return codes.find(member => member === code);
}

/** Why something cannot be done now. It may hold hostile text, as all of these. */
export function whyPhrase(context: PhraseContext, message: Message): string {
  const { t } = context;
  const code = known(ACTION_REASONS, message.code);
  if (!code) return message.code;
  const asked = textOf(message.params, 'action');
  const action = known(ROLLOUT_ACTIONS, asked);
  const state = known(rolloutStateSchema.options, asked);
  return t(`why.${code}`, {
    ...valuesOf(message.params, context),
    action:
      (action && t(`action.${action}`)) ??
      (state && t(`state.${state}`)) ??
      asked,
  });
}

/** Why a rollout ended, or ends. */
export function causePhrase(context: PhraseContext, message: Message): string {
  const code = known(ROLLOUT_CAUSES, message.code);
  if (!code) return message.code;
  return context.t(`cause.${code}`, {
    ...valuesOf(message.params, context),
    check: checkName(context.t, textOf(message.params, 'check')),
  });
}

/** What a rollout is stuck on, and what a person can do. */
export function stuckPhrase(
  context: PhraseContext,
  message: Message,
): { what: string; remedy: string } {
  const { t } = context;
  const code = known(STUCK_REASONS, message.code);
  if (!code) return { what: message.code, remedy: t('remedy.other') };
  const isNamed =
    code === 'deployment-paused' && textOf(message.params, 'manager') !== '';
  return {
    what: t(
      isNamed ? 'stuck.deployment-pausedBy' : `stuck.${code}`,
      valuesOf(message.params, context),
    ),
    remedy: t(`remedy.${code}`),
  };
}

/** What preflight found. */
export function findingPhrase(
  context: PhraseContext,
  message: Message,
): string {
  const { t } = context;
  const code = known(PREFLIGHT_FINDINGS, message.code);
  if (!code) return message.code;
  return t(`finding.${code}`, {
    ...valuesOf(message.params, context),
    missing: roleName(t, textOf(message.params, 'missing')),
    status: statusName(t, textOf(message.params, 'status')),
    why: canaryWhy(t, textOf(message.params, 'why')),
    field: policyFieldName(t, textOf(message.params, 'field')),
  });
}

/** Why a person has to approve. */
export function gateReasonPhrase(
  context: PhraseContext,
  message: Message,
): string {
  const code = known(GATE_REASONS, message.code);
  return code
    ? context.t(`gateReason.${code}`, valuesOf(message.params, context))
    : message.code;
}

/** What is wrong with a list of images. */
export function imageProblemPhrase(
  context: PhraseContext,
  message: Message,
): string {
  const code = known(IMAGE_PROBLEMS, message.code);
  return code
    ? context.t(`image.${code}`, valuesOf(message.params, context))
    : message.code;
}

/** Why nothing could be measured; other plugins' providers say it as they say it. */
export function evidenceProblemPhrase(
  { t }: PhraseContext,
  message: Message,
): string | undefined {
  const code = known(EVIDENCE_PROBLEMS, message.code);
  return (
    code &&
    t(`evidenceProblem.${code}`, {
      service: textOf(message.params, 'service'),
      instance: textOf(message.params, 'instance'),
    })
  );
}

/** What speaks for or against a canary, beside what is said of workloads anyway. */
export function evidenceReasonPhrase(
  { t }: PhraseContext,
  { code, params }: Message,
): string | undefined {
  const found = known(EVIDENCE_REASONS, code);
  return (
    found &&
    t(`evidenceReason.${found}`, {
      canary: textOf(params, 'canary'),
      release: textOf(params, 'release'),
      requests: textOf(params, 'requests'),
      needed: textOf(params, 'needed'),
    })
  );
}

/** What was compared; checks of other plugins' providers are called as they call themselves. */
export function checkName(t: RolloutTranslate, check: string): string {
  const code = known([...EVIDENCE_CHECKS, ...TRAFFIC_CHECKS], check);
  return code ? t(`check.${code}`) : check;
}

/** One line of the history of a rollout. */
export function eventPhrase(
  context: PhraseContext,
  line: Pick<RolloutHistoryLine, 'code' | 'params'>,
): string {
  const { t } = context;
  const { params } = line;
  const event = known(ROLLOUT_EVENTS, line.code);
  if (!event) return line.code;
  const inner: Message = { code: textOf(params, 'code'), params };
  const field = known(
    ['image', 'replicas', 'template', 'deployment'],
    textOf(params, 'field'),
  );
  const goal = known(
    [
      'create-canary',
      'set-canary-image',
      'scale-canary',
      'promote',
      'revert',
      'fence',
    ],
    textOf(params, 'kind'),
  );
  const result = known(
    ['done', 'observed', 'conflict', 'owned', 'refused', 'unknown'],
    textOf(params, 'outcome'),
  );
  const outcome = known(rolloutStateSchema.options, textOf(params, 'outcome'));
  const choice = known(['adopt', 'override'], textOf(params, 'choice'));
  const observation = blindPhrase(context, inner);
  const drift = driftEvent(t, params);
  let code: typeof event | `${typeof event}Bare` | 'drift-foundTemplate' =
    event;
  // A line of another version may not say what it is about.
  if (event === 'write-settled' && !goal) code = 'write-settledBare';
  if (event === 'observation-lost' && !observation) {
    code = 'observation-lostBare';
  }
  if (event === 'drift-found' && drift.isTemplate) code = 'drift-foundTemplate';
  return t(`event.${code}`, {
    ...valuesOf(params, context),
    ...(event === 'drift-found' && drift),
    step: stepOf(t, params),
    field: field ? t(`field.${field}`) : textOf(params, 'field'),
    role: roleName(t, textOf(params, 'role')),
    goal: goal ? t(`goal.${goal}`) : textOf(params, 'kind'),
    result: result ? t(`result.${result}`) : textOf(params, 'outcome'),
    outcome: outcome ? t(`state.${outcome}`) : textOf(params, 'outcome'),
    choice: choice ? t(`choice.${choice}`) : textOf(params, 'choice'),
    observation,
    cause: causePhrase(context, inner),
    stuck: stuckPhrase(context, inner).what,
  });
}

/** Why nothing is observed; empty where a message does not say. */
export function blindPhrase(context: PhraseContext, message: Message): string {
  const code = known(OBSERVATION_PROBLEMS, message.code);
  return code
    ? context.t(`observation.${code}`, valuesOf(message.params, context))
    : evidenceProblemPhrase(context, message) ??
        (message.code && stuckPhrase(context, message).what);
}

function statusName(t: RolloutTranslate, status: string): string {
  const code = known(
    [...clusterConditionSchema.shape.status.options, 'unknown'],
    status,
  );
  return code ? t(`clusterStatus.${code}`) : status;
}

function canaryWhy(t: RolloutTranslate, why: string): string {
  const code = known(['selector', 'exists', 'forbidden', 'other'], why);
  return code ? t(`canaryWhy.${code}`) : why;
}

function stepOf(t: RolloutTranslate, params: Message['params']): string {
  const kind = known(stepKindSchema.options, textOf(params, 'kind'));
  if (!kind) return textOf(params, 'kind');
  return stepName(t, {
    kind,
    workloadId: textOf(params, 'workload'),
    replicas: numberOf(params, 'replicas'),
  });
}

function roleName(t: RolloutTranslate, role: string): string {
  const code = known(['release', 'canary'], role);
  return code ? t(`role.${code}`) : role;
}

function policyFieldName(t: RolloutTranslate, field: string): string {
  const code = known(
    ['stepInterval', 'bake', 'soak'],
    field.replace(/Ms$/, ''),
  );
  return code ? t(`start.field.${code}`) : field;
}
