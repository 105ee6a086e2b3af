const SECOND = 1000;

// Clocks of two machines may differ a little: up to two seconds in the future still count as now.
const TOLERATED_SKEW = 2 * SECOND;

/** A length of time in milliseconds with two or three significant figures, as ages are printed: `5m12s`, `3d4h`. */
export function humanDuration(milliseconds: number): string {
  if (milliseconds <= -TOLERATED_SKEW) return '<invalid>';
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const years = Math.floor(days / 365);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (days < 8) return pair(days, 'd', hours % 24, 'h');
  if (years < 2) return `${days}d`;
  if (years < 8) return pair(years, 'y', days % 365, 'd');
  return `${years}y`;
}

function pair(first: number, firstUnit: string, rest: number, unit: string) {
  return `${first}${firstUnit}${rest ? `${rest}${unit}` : ''}`;
}

/** How long ago an RFC 3339 time was, seen from `now` in milliseconds since the epoch. */
export function since(time: string | undefined, now: number): string {
  return time ? humanDuration(now - Date.parse(time)) : '<unknown>';
}
