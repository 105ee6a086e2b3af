import type {
  CONFIG_FINDINGS,
  LOG_ENDS,
  Message,
  WORKLOAD_PROBLEMS,
} from '@pilothouse/plugin-release-common';
import type { Translate } from '../translation/useReleaseTranslation';
import { numberOf, textOf } from './params';

type Params = Message['params'];
type Phrases<Code extends string, Phrase> = Record<
  Code,
  (t: Translate, params: Params) => Phrase
>;

/** What is wrong, and what can be done about it. */
export interface ProblemWords {
  title: string;
  hint?: string;
}

const PROBLEMS: Phrases<(typeof WORKLOAD_PROBLEMS)[number], ProblemWords> = {
  'not-granted': (t, params) => ({
    title: t('problem.not-granted.title', {
      count: numberOf(params, 'count'),
      environment: textOf(params, 'environment'),
    }),
    hint: t('problem.not-granted.hint'),
  }),
  'no-selector': t => ({
    title: t('problem.no-selector.title'),
    hint: t('problem.no-selector.hint'),
  }),
  'no-owner': t => ({
    title: t('problem.no-owner.title'),
    hint: t('problem.no-owner.hint'),
  }),
  'invalid-selector': (t, params) => ({
    title: t('problem.invalid-selector.title'),
    hint: t('problem.invalid-selector.hint', {
      message: textOf(params, 'message'),
    }).trim(),
  }),
  'no-environment': (t, params) => ({
    title: t('problem.no-environment.title', {
      cluster: textOf(params, 'cluster'),
    }),
    hint: t('problem.no-environment.hint'),
  }),
  cut: (t, params) => ({
    title: t('problem.cut.title', {
      shown: `${numberOf(params, 'shown')}`,
      total: `${numberOf(params, 'total')}`,
    }),
    hint: t('problem.cut.hint'),
  }),
  'not-read': (t, params) => ({
    title: t('problem.not-read.title', { cluster: textOf(params, 'cluster') }),
    hint: t('problem.not-read.hint'),
  }),
  forbidden: (t, params) => ({
    title: t('problem.forbidden.title', {
      cluster: textOf(params, 'cluster'),
      what: `${textOf(params, 'verb')} ${textOf(params, 'resource')}`,
    }),
    hint: t('problem.forbidden.hint'),
  }),
};

const FINDINGS: Phrases<(typeof CONFIG_FINDINGS)[number], string> = {
  'no-service': t => t('finding.no-service'),
  'service-misses-release': (t, params) =>
    t('finding.service-misses-release', { service: textOf(params, 'service') }),
  'service-misses-canary': (t, params) =>
    t('finding.service-misses-canary', { service: textOf(params, 'service') }),
  'selectors-overlap': t => t('finding.selectors-overlap'),
  'no-readiness-probe': (t, params) =>
    t('finding.no-readiness-probe', {
      deployment: textOf(params, 'deployment'),
    }),
  'may-drop-to-zero': (t, params) =>
    t('finding.may-drop-to-zero', { deployment: textOf(params, 'deployment') }),
  'no-budget': t => t('finding.no-budget'),
  'budget-blocks-eviction': (t, params) =>
    t('finding.budget-blocks-eviction', { budget: textOf(params, 'budget') }),
  'autoscaler-on-canary': (t, params) =>
    t('finding.autoscaler-on-canary', {
      autoscaler: textOf(params, 'autoscaler'),
    }),
  'history-too-short': (t, params) =>
    t('finding.history-too-short', {
      deployment: textOf(params, 'deployment'),
    }),
  forbidden: (t, params) =>
    t('finding.forbidden', {
      cluster: textOf(params, 'cluster'),
      what: `${textOf(params, 'verb')} ${textOf(params, 'resource')}`,
    }),
  'not-read': (t, params) =>
    t('finding.not-read', {
      cluster: textOf(params, 'cluster'),
      resource: textOf(params, 'resource'),
    }),
};

const ENDS: Phrases<(typeof LOG_ENDS)[number], string> = {
  'container-ended': t => t('logs.end.container-ended'),
  'cluster-lost': t => t('logs.end.cluster-lost'),
  limit: t => t('logs.end.limit'),
  revoked: t => t('logs.end.revoked'),
  'connection-lost': t => t('logs.end.connection-lost'),
};

/** A problem of the list of workloads. A code that is not known stands for itself. It may hold hostile text. */
export function problemWords(t: Translate, message: Message): ProblemWords {
  return say(PROBLEMS, t, message) ?? { title: message.code };
}

/** What is remarkable about a workload's configuration. It may hold hostile text. */
export function findingPhrase(t: Translate, message: Message): string {
  return say(FINDINGS, t, message) ?? message.code;
}

/** Why a stream of log lines has ended. */
export function logEndPhrase(t: Translate, message: Message): string {
  return say(ENDS, t, message) ?? message.code;
}

function say<Code extends string, Phrase>(
  phrases: Phrases<Code, Phrase>,
  t: Translate,
  { code, params }: Message,
): Phrase | undefined {
  return isOneOf(phrases, code) ? phrases[code](t, params) : undefined;
}

function isOneOf<Code extends string>(
  phrases: Record<Code, unknown>,
  code: string,
): code is Code {
  return Object.hasOwn(phrases, code);
}
