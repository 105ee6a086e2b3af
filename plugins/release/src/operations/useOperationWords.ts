import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import { formatAbsolute } from '@pilothouse/pilothouse-react';
import { OPERATION_FINDINGS } from '@pilothouse/plugin-release-common';
import type { Message } from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { useRolloutWords } from '../rollout';
import { textOf } from '../words/params';
import { operationsTranslationRef } from './translation/ref';

/** Says in the reader's language what the backend sends of operations as codes. Show the texts as hostile. */
export interface OperationWords {
  t: TranslationFunction<typeof operationsTranslationRef.T>;
  /** What a plan found, also what a rollout's preflight may find. */
  finding(message: Message): string;
  /** Why something cannot be done now. */
  why(message: Message): string;
}

/** See {@link OperationWords}. */
export function useOperationWords(): OperationWords {
  const { t } = useTranslationRef(operationsTranslationRef);
  const { finding, why, locale } = useRolloutWords();
  return useMemo(() => {
    const moment = (text: string) => {
      const at = Date.parse(text);
      return Number.isNaN(at) ? text : formatAbsolute(at, locale);
    };
    return {
      t,
      why,
      finding: message => {
        const { params } = message;
        const code = OPERATION_FINDINGS.find(it => it === message.code);
        if (!code) return finding(message);
        const values = {
          at: moment(textOf(params, 'at')),
          autoscaler: textOf(params, 'autoscaler'),
          budget: textOf(params, 'budget'),
          freeze: textOf(params, 'freeze'),
          kind: textOf(params, 'kind'),
          max: textOf(params, 'max'),
          min: textOf(params, 'min'),
          name: textOf(params, 'name'),
          pod: textOf(params, 'pod'),
          revision: textOf(params, 'revision'),
          to: moment(textOf(params, 'to')),
        };
        return code === 'frozen' && values.to === ''
          ? t('finding.frozenOpen', values)
          : t(`finding.${code}`, values);
      },
    };
  }, [t, finding, why, locale]);
}
