import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import {
  formatDuration,
  pilothouseReactTranslationRef,
  useLocale,
} from '@pilothouse/pilothouse-react';
import type {
  Freeze,
  FreezeMoment,
  FreezeScope,
} from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { nameOfRef } from '../fleet/model/nameOfRef';
import { formatFreezeTime } from './model/formatFreezeTime';
import { freezeTranslationRef } from './translation/ref';

const KINDS = ['range', 'weekly', 'stop'] as const;

/** Says in the reader's language what a freeze is. Show the texts as hostile. */
export interface FreezeWords {
  t: TranslationFunction<typeof freezeTranslationRef.T>;
  locale: string;
  /** `once`; kinds that are not known stand as they are. */
  kind(kind: string): string;
  /** `prod`, `system order on prod` */
  scope(scope: FreezeScope): string;
  /** When it holds, as its rule says it. */
  rule(freeze: Pick<Freeze, 'weekly' | 'range' | 'createdAt'>): string;
  /** One of its windows. */
  window(moment: Pick<FreezeMoment, 'from' | 'to'>): string;
  /** `Fri 18:00` */
  time(iso: string): string;
  /** `1 h 12 min` */
  duration(ms: number): string;
}

/** See {@link FreezeWords}. */
export function useFreezeWords(): FreezeWords {
  const { t } = useTranslationRef(freezeTranslationRef);
  const { t: tReact } = useTranslationRef(pilothouseReactTranslationRef);
  const locale = useLocale();
  return useMemo(() => {
    const time = (iso: string) =>
      formatFreezeTime(Date.parse(iso), Date.now(), locale);
    const join = (names: readonly string[]) =>
      names.reduce((a, b) => t('scope.and', { a, b }));
    const window: FreezeWords['window'] = ({ from, to }) =>
      to === undefined
        ? t('window.open', { from: time(from) })
        : t('window.range', { from: time(from), to: time(to) });
    return {
      t,
      locale,
      time,
      window,
      duration: ms => formatDuration(ms / 1_000, tReact, { units: 2 }),
      kind: kind => {
        const known = KINDS.find(it => it === kind);
        return known ? t(`kind.${known}`) : kind;
      },
      scope: ({ environments = [], systems = [] }) => {
        const names = {
          environments: environments.length > 0 ? join(environments) : '',
          systems: systems.length > 0 ? join(systems.map(nameOfRef)) : '',
        };
        if (names.environments && names.systems) return t('scope.both', names);
        if (names.environments) return t('scope.environments', names);
        return names.systems ? t('scope.systems', names) : t('scope.all');
      },
      rule: ({ weekly, range, createdAt }) => {
        if (!weekly) {
          return window(range ?? { from: createdAt ?? '' });
        }
        return t('window.weekly', {
          fromDay: t(`day.${weekly.from.day}`),
          from: weekly.from.time,
          toDay: t(`day.${weekly.to.day}`),
          to: weekly.to.time,
          timezone: weekly.timezone,
        });
      },
    };
  }, [t, tReact, locale]);
}
