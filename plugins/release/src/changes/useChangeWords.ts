import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { StateKind } from '@pilothouse/pilothouse-react';
import type { Change, ChangeOutcome } from '@pilothouse/plugin-release-common';
import {
  rolloutStateSchema,
  STUCK_REASONS,
} from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { nameOfRef } from '../fleet/model/nameOfRef';
import { personName, pipelineName } from '../rollout/words/personName';
import { useRolloutWords } from '../rollout/words/useRolloutWords';
import { textOf } from '../words/params';
import { quotedCause } from './model/quotedCause';
import { shortValue } from './model/valueChanges';
import { parseValueName } from './model/valueName';
import { messages } from './translation/messages';
import { changesTranslationRef } from './translation/ref';

/** The actor of what a rollout does by itself. */
const PORTAL = 'portal';
const SERVICE = 'service:';
const PROJECT = 'project:';

/** The sign of what came of a change. */
export const OUTCOME_KINDS: Record<ChangeOutcome, StateKind> = {
  begun: 'moving',
  done: 'healthy',
  refused: 'failed',
  conflict: 'attention',
  unknown: 'unknown',
};

type ValueName = keyof typeof messages.value;

function isValueName(name: string): name is ValueName {
  return Object.hasOwn(messages.value, name);
}

/** Says in the reader's language what the ledger says in codes. Show the texts as hostile. */
export interface ChangeWords {
  /** `li.wei`, `the portal` */
  actor(actor: string): string;
  /** What went wrong; `undefined` where nothing did. */
  problem(change: Pick<Change, 'message'>): string | undefined;
  /** Why; the portal's own reasons are codes. */
  reason(change: Pick<Change, 'actor' | 'reason'>): string | undefined;
  /** `replicas`, `replicas of the canary`; names that are not known stand as they are. */
  valueName(name: string): string;
  value(name: string, value: Change['before'][string]): string;
}

/** See {@link ChangeWords}. */
export function useChangeWords(): ChangeWords {
  const { t } = useTranslationRef(changesTranslationRef);
  const rolloutWords = useRolloutWords();
  return useMemo(
    () => ({
      actor: actor => {
        if (actor === PORTAL) return t('portal');
        const subject = [SERVICE, PROJECT].find(it => actor.startsWith(it));
        return subject === undefined
          ? personName(actor)
          : t('pipeline', {
              subject: pipelineName(actor.slice(subject.length)),
            });
      },
      problem: ({ message }) => {
        if (!message) return undefined;
        const text = textOf(message.params, 'message');
        // What the cluster says is worth more than that it said no.
        if (message.code === 'write-refused' && text) return text;
        const isStuck = STUCK_REASONS.some(code => code === message.code);
        return isStuck
          ? rolloutWords.stuck(message).what
          : rolloutWords.cause(message);
      },
      reason: ({ actor, reason }) => {
        const cause =
          actor === PORTAL && reason !== undefined
            ? quotedCause(reason)
            : undefined;
        return cause ? rolloutWords.cause(cause) : reason;
      },
      valueName: text => {
        const { role, name } = parseValueName(text);
        const what = isValueName(name) ? t(`value.${name}`) : name;
        return role ? t(`valueOf.${role}`, { what }) : what;
      },
      value: (name, value) => {
        if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
        switch (parseValueName(name).name) {
          case 'template':
            return rolloutWords.template(`${value}`);
          case 'outcome': {
            const states = rolloutStateSchema.options;
            const state = states.find(it => it === value);
            return state ? rolloutWords.t(`state.${state}`) : `${value}`;
          }
          case 'owner':
            return nameOfRef(`${value}`);
          default:
            return shortValue(name, value);
        }
      },
    }),
    [t, rolloutWords],
  );
}
