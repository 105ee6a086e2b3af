import {
  ACTION_REASONS,
  EVIDENCE_CHECKS,
  PREFLIGHT_FINDINGS,
  ROLLOUT_ACTIONS,
  ROLLOUT_CAUSES,
  ROLLOUT_EVENTS,
  rolloutStateSchema,
  stepKindSchema,
  STUCK_REASONS,
} from '@pilothouse/plugin-release-common';
import type {
  Drift,
  Message,
  RolloutHistoryLine,
} from '@pilothouse/plugin-release-common';
import { numberOf, textOf } from '../../words/params';
import type { RolloutTranslate } from '../translation/useRolloutTranslation';
import { stepName } from './stepName';
import { placeOf, valuesOf } from './values';
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
  return {
    what: t(`stuck.${code}`, valuesOf(message.params, context)),
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
    field: policyFieldName(t, textOf(message.params, 'field')),
  });
}

/** Why a person has to approve. */
export function gateReasonPhrase(
  { t }: PhraseContext,
  message: Message,
): string {
  const code = known(['no-traffic-evidence'], message.code);
  return code ? t(`gateReason.${code}`) : message.code;
}

/** What is wrong with a list of images. */
export function imageProblemPhrase(
  context: PhraseContext,
  message: Message,
): string {
  const code = known(
    ['no-registry', 'registry-away', 'registry-refuses', 'cut'],
    message.code,
  );
  return code
    ? context.t(`image.${code}`, valuesOf(message.params, context))
    : message.code;
}

/** What was compared; checks of other plugins' providers are called as they call themselves. */
export function checkName(t: RolloutTranslate, check: string): string {
  const code = known(EVIDENCE_CHECKS, check);
  return code ? t(`check.${code}`) : check;
}

/** What somebody else changed. */
export function driftPhrase(t: RolloutTranslate, drift: Drift): string {
  return t('notice.driftLine', {
    cluster: placeOf(drift.workloadId),
    role: t(`role.${drift.role}`),
    field: t(`field.${drift.field}`),
    expected: `${drift.expected}`,
    found: `${drift.found}`,
  });
}

/** One line of the history of a rollout. */
export function eventPhrase(
  context: PhraseContext,
  line: Pick<RolloutHistoryLine, 'code' | 'params'>,
): string {
  const { t } = context;
  const { params } = line;
  const code = known(ROLLOUT_EVENTS, line.code);
  if (!code) return line.code;
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
  return t(`event.${code}`, {
    ...valuesOf(params, context),
    step: stepOf(t, params),
    field: field ? t(`field.${field}`) : textOf(params, 'field'),
    role: roleName(t, textOf(params, 'role')),
    goal: goal ? t(`goal.${goal}`) : textOf(params, 'kind'),
    result: result ? t(`result.${result}`) : textOf(params, 'outcome'),
    outcome: outcome ? t(`state.${outcome}`) : textOf(params, 'outcome'),
    choice: choice ? t(`choice.${choice}`) : textOf(params, 'choice'),
    cause: causePhrase(context, inner),
    stuck: stuckPhrase(context, inner).what,
  });
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
