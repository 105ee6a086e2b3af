import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatDuration,
  pilothouseReactTranslationRef,
  useNow,
} from '@pilothouse/pilothouse-react';

const MINUTE_MS = 60_000;

/**
 * How long ago something was by the server's clock, in one unit, ticking: `38 s`. Rounded down to what the tick can
 * show.
 */
export function useAge(since: string, skewMs: number): string {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const at = Date.parse(since) - skewMs;
  const now = useNow(Date.now() - at < MINUTE_MS ? 1_000 : MINUTE_MS / 4);
  return formatDuration(Math.max(1, (now - at) / 1_000), t);
}

/** See {@link useAge}. */
export function Age(props: { since: string; skewMs: number }) {
  return <>{useAge(props.since, props.skewMs)}</>;
}
