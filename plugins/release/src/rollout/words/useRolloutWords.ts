import {
  formatDuration,
  pilothouseReactTranslationRef,
  useLocale,
} from '@pilothouse/pilothouse-react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Drift,
  Gate,
  Message,
  RolloutHistoryLine,
  RolloutStep,
} from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import type { RolloutTranslate } from '../translation/useRolloutTranslation';
import { useRolloutTranslation } from '../translation/useRolloutTranslation';
import {
  blindPhrase,
  causePhrase,
  checkName,
  eventPhrase,
  evidenceProblemPhrase,
  evidenceReasonPhrase,
  findingPhrase,
  gateReasonPhrase,
  imageProblemPhrase,
  stuckPhrase,
  whyPhrase,
} from './phrases';
import { driftPhrase, templateWord } from './driftPhrases';
import { stepName } from './stepName';

/** Says in the reader's language what the backend sends of rollouts as codes. Show the texts as hostile. */
export interface RolloutWords {
  t: RolloutTranslate;
  locale: string;
  /** `3 h 41 min` */
  duration(seconds: number): string;
  /** `2 canary pods`, `Promote prod-beijing` */
  step(
    step: Pick<RolloutStep, 'kind' | 'workloadId' | 'replicas'>,
    gate?: Gate,
  ): string;
  why(message: Message): string;
  cause(message: Message): string;
  stuck(message: Message): { what: string; remedy: string };
  /** Why nothing is observed. */
  blind(message: Message): string;
  finding(message: Message): string;
  gateReason(message: Message): string;
  imageProblem(message: Message): string;
  check(code: string): string;
  /** `undefined` for what is said of workloads, or by other plugins. */
  evidenceProblem(message: Message): string | undefined;
  evidenceReason(message: Message): string | undefined;
  drift(drift: Drift): string;
  /** What a drift, or the ledger, says of a pod template. */
  template(value: string): string;
  event(line: Pick<RolloutHistoryLine, 'code' | 'params'>): string;
}

/** The words of rollouts in the reader's language. */
export function useRolloutWords(): RolloutWords {
  const { t } = useRolloutTranslation();
  const { t: tReact } = useTranslationRef(pilothouseReactTranslationRef);
  const locale = useLocale();
  return useMemo(() => {
    const duration = (seconds: number) =>
      formatDuration(seconds, tReact, { units: 2 });
    const context = { t, locale, duration };
    return {
      t,
      locale,
      duration,
      step: (step, gate) => stepName(t, step, gate),
      why: message => whyPhrase(context, message),
      cause: message => causePhrase(context, message),
      stuck: message => stuckPhrase(context, message),
      blind: message => blindPhrase(context, message),
      finding: message => findingPhrase(context, message),
      gateReason: message => gateReasonPhrase(context, message),
      imageProblem: message => imageProblemPhrase(context, message),
      check: code => checkName(t, code),
      evidenceProblem: message => evidenceProblemPhrase(context, message),
      evidenceReason: message => evidenceReasonPhrase(context, message),
      drift: drift => driftPhrase(t, drift),
      template: value => templateWord(t, value),
      event: line => eventPhrase(context, line),
    };
  }, [t, tReact, locale]);
}
