import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatDuration,
  pilothouseReactTranslationRef,
} from '@pilothouse/pilothouse-react';
import type { Message } from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { findingPhrase, logEndPhrase, problemWords } from './problems';
import type { ProblemWords } from './problems';
import { reasonPhrase, reasonSubject } from './reasons';
import type { PhraseContext } from './reasons';

/** Says in the reader's language what the backend sends as codes. Show the texts as hostile: they quote clusters. */
export interface Words {
  /** `Crash loop: exit 137, out of memory` */
  reason(message: Message): string;
  /** What the reason is about: `order-api-7d9f8b6c5-t5r9v · 7 restarts`; empty where the reason says it all. */
  subject(message: Message): string;
  problem(message: Message): ProblemWords;
  finding(message: Message): string;
  logEnd(message: Message): string;
  /** `38 s` */
  duration(seconds: number): string;
}

/** The words for codes of release-common, in the reader's language. */
export function useWords(): Words {
  const { t } = useReleaseTranslation();
  const { t: tReact } = useTranslationRef(pilothouseReactTranslationRef);
  return useMemo(() => {
    const context: PhraseContext = {
      t,
      duration: seconds => formatDuration(seconds, tReact),
    };
    return {
      duration: context.duration,
      reason: message => reasonPhrase(context, message),
      subject: message => reasonSubject(context, message),
      problem: message => problemWords(t, message),
      finding: message => findingPhrase(t, message),
      logEnd: message => logEndPhrase(t, message),
    };
  }, [t, tReact]);
}
