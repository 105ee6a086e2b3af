import type { Drift, Message } from '@pilothouse/plugin-release-common';
import { textOf } from '../../words/params';
import type { RolloutTranslate } from '../translation/useRolloutTranslation';
import { placeOf } from './values';

/** A template differs in more than can be told in a word: these stand in the place of its values. */
const TEMPLATES = ['recorded', 'changed', 'edited'] as const;

/** What a pod template is said to be; other texts as they are. */
export function templateWord(t: RolloutTranslate, value: string): string {
  const code = TEMPLATES.find(it => it === value);
  return code ? t(`template.${code}`) : value;
}

/** What somebody else changed. It may hold hostile text. */
export function driftPhrase(t: RolloutTranslate, drift: Drift): string {
  const { workloadId, role, field, expected, found } = drift;
  const place = { cluster: placeOf(workloadId), role: t(`role.${role}`) };
  return field === 'template'
    ? t('notice.driftTemplate', {
        ...place,
        found: templateWord(t, `${found}`),
      })
    : t('notice.driftLine', {
        ...place,
        field: t(`field.${field}`),
        expected: `${expected}`,
        found: `${found}`,
      });
}

/** What of a `drift-found` is told in other words than other events. */
export function driftEvent(t: RolloutTranslate, params: Message['params']) {
  return {
    isTemplate: textOf(params, 'field') === 'template',
    manager: textOf(params, 'manager') || t('notice.somebody'),
    found: templateWord(t, textOf(params, 'found')),
  };
}
