import type {
  WORKLOAD_REASONS,
  Message,
} from '@pilothouse/plugin-release-common';
import type { Translate } from '../translation/useReleaseTranslation';
import { numberOf, textOf } from './params';

type Params = Message['params'];
type ReasonCode = (typeof WORKLOAD_REASONS)[number];

/** What the phrases need beside the words of this plugin. */
export interface PhraseContext {
  t: Translate;
  /** `38 s`, in the reader's language. */
  duration(seconds: number): string;
}

/** Reasons as Kubernetes names them, for which we have words; people should not have to know OOMKilled. */
const CAUSES = [
  'OOMKilled',
  'DeadlineExceeded',
  'Evicted',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'InvalidImageName',
  'ContainerCannotRun',
] as const;

/** What Kubernetes writes when it has nothing to say. */
const MUTE_CAUSES = ['', 'Error', 'Completed', 'Unknown'];

const REASONS: Record<
  ReasonCode,
  (context: PhraseContext, params: Params) => string
> = {
  'crash-loop': ({ t }, params) =>
    because(t, t('reason.crash-loop'), endOf(t, params)),
  'image-pull': ({ t }) => t('reason.image-pull'),
  'cannot-start': ({ t }, params) =>
    because(t, t('reason.cannot-start'), causeOf(t, params)),
  unschedulable: ({ t }) => t('reason.unschedulable'),
  restarted: ({ t }, params) =>
    because(t, t('reason.restarted'), endOf(t, params)),
  'not-ready': ({ t }) => t('reason.not-ready'),
  'deadline-exceeded': ({ t }) => t('reason.deadline-exceeded'),
  'replicas-refused': ({ t }) => t('reason.replicas-refused'),
  'rolling-out': ({ t }, params) =>
    t('reason.rolling-out', {
      updated: `${numberOf(params, 'updated')}`,
      desired: `${numberOf(params, 'desired')}`,
    }),
  scaling: ({ t }, params) =>
    t('reason.scaling', {
      ready: `${numberOf(params, 'ready')}`,
      desired: `${numberOf(params, 'desired')}`,
    }),
  paused: ({ t }) => t('reason.paused'),
  'no-answer': ({ t, duration }, params) =>
    t('reason.no-answer', { duration: duration(numberOf(params, 'seconds')) }),
  refused: ({ t, duration }, params) =>
    t('reason.refused', { duration: duration(numberOf(params, 'seconds')) }),
  forbidden: ({ t }, params) =>
    t('reason.forbidden', {
      what: `${textOf(params, 'verb')} ${textOf(params, 'resource')}`.trim(),
    }),
  'not-read': ({ t }, params) =>
    t('reason.not-read', { resource: textOf(params, 'resource') }),
  'canary-alone': ({ t }) => t('reason.canary-alone'),
};

/**
 * A reason in a few words: `Crash loop: exit 137, out of memory`. A code that is not known stands for itself. It may
 * hold hostile text.
 */
export function reasonPhrase(context: PhraseContext, message: Message): string {
  return isReason(message.code)
    ? REASONS[message.code](context, message.params)
    : message.code;
}

/** What a reason is about: the pod, the image, what the cluster said. Empty where the phrase says it all. */
export function reasonSubject(
  context: PhraseContext,
  message: Message,
): string {
  const { t } = context;
  const { params } = message;
  const restarts = numberOf(params, 'restarts');
  return [
    textOf(params, 'pod') || textOf(params, 'deployment'),
    message.code === 'image-pull' && textOf(params, 'image'),
    textOf(params, 'message'),
    restarts > 0 && t('cause.restarts', { count: restarts }),
  ]
    .filter(part => typeof part === 'string' && part !== '')
    .join(' · ');
}

function isReason(code: string): code is ReasonCode {
  return Object.hasOwn(REASONS, code);
}

/** `exit 137, out of memory` */
function endOf(t: Translate, params: Params): string {
  const exitCode = textOf(params, 'exitCode');
  const exit = exitCode && t('cause.exit', { code: exitCode });
  const cause = causeOf(t, params);
  return exit && cause ? t('join.and', { a: exit, b: cause }) : exit || cause;
}

function causeOf(t: Translate, params: Params): string {
  const reason = textOf(params, 'reason');
  if (MUTE_CAUSES.includes(reason)) return '';
  const known = CAUSES.find(cause => cause === reason);
  return known ? t(`cause.${known}`) : reason;
}

function because(t: Translate, what: string, how: string): string {
  return how ? t('join.because', { what, how }) : what;
}
