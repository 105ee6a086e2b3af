import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Chip } from '../signs/Chip';
import type { ChipTone } from '../signs/Chip';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { formatDuration } from './formatDuration';
import { formatAbsolute } from './RelativeTime';
import { useLocale } from './language';
import { useNow } from './useNow';

/**
 * - `connecting`: nothing has come yet
 * - `settling`: an answer is there, and whether changes are told at once is not known yet
 * - `live`: changes are told at once
 * - `polling`: changes are looked for now and then, because signals are not available
 * - `stale`: nothing has come for longer than it should
 * - `reconnecting`: the last try failed, another follows
 * - `paused`: nobody looks, or there is no network
 */
export type LiveStatus =
  | 'connecting'
  | 'settling'
  | 'live'
  | 'polling'
  | 'stale'
  | 'reconnecting'
  | 'paused';

export interface LiveBadgeProps {
  status: LiveStatus;
  /** When the last answer came, in milliseconds. */
  updatedAt: number | undefined;
  /** How often `polling` looks. */
  everyMs?: number;
}

const TONES: Record<LiveStatus, ChipTone> = {
  connecting: 'neutral',
  settling: 'neutral',
  live: 'neutral',
  polling: 'neutral',
  stale: 'warning',
  reconnecting: 'warning',
  paused: 'warning',
};

/** How old what one sees is: `live · 0.2 s ago`. */
export function LiveBadge(props: LiveBadgeProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const locale = useLocale();
  useNow(1_000);
  const { updatedAt, everyMs = 0 } = props;
  if (updatedAt === undefined || props.status === 'connecting') {
    return <Chip>{t('live.connecting')}</Chip>;
  }
  const ago = t('duration.ago', {
    // Rounded down to its tick, an age would be less than nothing.
    duration: formatDuration((Date.now() - updatedAt) / 1_000, t),
  });
  return (
    <Chip tone={TONES[props.status]} title={formatAbsolute(updatedAt, locale)}>
      {t(`live.${props.status}`, {
        ago,
        duration: formatDuration(everyMs / 1_000, t),
      })}
    </Chip>
  );
}
