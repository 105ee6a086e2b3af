import { LONGEST_WAIT } from '@pilothouse/plugin-release-common';

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** `6h30m`, as Go writes it; `d` for days, which Go has not. */
const GO = /^(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,7})s)?$/;
/** `PT6H30M`, as ISO 8601 writes it. */
const ISO =
  /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?$/i;

/**
 * A duration in milliseconds as people type it: Go's way or ISO 8601, with full-width characters taken for what they
 * mean. Nothing else: what `6` or `6 Uhr` means would be a guess.
 *
 * @returns `undefined` for what is no duration, or longer than anything may wait
 */
export function parseDuration(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim();
  if (plain === '0') return 0;
  const match = GO.exec(plain.toLowerCase()) ?? ISO.exec(plain);
  const [days, hours, minutes, seconds] = (match ?? []).slice(1);
  const parts = [days, hours, minutes, seconds];
  if (parts.every(part => part === undefined)) return undefined;
  const [d, h, m, s] = parts.map(part => Number(part ?? 0));
  const length = d * UNITS.d + h * UNITS.h + m * UNITS.m + s * UNITS.s;
  return length <= LONGEST_WAIT ? length : undefined;
}

/** The same back, short: `6h30m`; `0s` for nothing. What is below a second is lost. */
export function writeDuration(ms: number): string {
  let rest = Math.floor(ms / 1_000);
  const text = (['h', 'm', 's'] as const)
    .map(unit => {
      const size = UNITS[unit] / 1_000;
      const value = Math.floor(rest / size);
      rest -= value * size;
      return value > 0 ? `${value}${unit}` : '';
    })
    .join('');
  return text || '0s';
}
