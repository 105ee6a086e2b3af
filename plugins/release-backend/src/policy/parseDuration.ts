const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const GO_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  d: DAY,
};

const AMOUNT = String.raw`(\d{1,9}(?:\.\d{1,9})?)`;
const GO_PART = new RegExp(`${AMOUNT}(ms|s|m|h|d)`, 'g');
const GO = new RegExp(`^(?:${AMOUNT}(?:ms|s|m|h|d))+$`);
/** Years and months are of no certain length, so that nobody can mean them. */
const ISO = new RegExp(
  `^P(?:${AMOUNT}W)?(?:${AMOUNT}D)?(?:T(?:${AMOUNT}H)?(?:${AMOUNT}M)?(?:${AMOUNT}S)?)?$`,
);
const ISO_UNITS = [7 * DAY, DAY, HOUR, MINUTE, SECOND];
/** Longer texts are no durations, and not worth an expression's time. */
const LONGEST = 64;

function isoDuration(text: string): number | undefined {
  const amounts = ISO.exec(text)?.slice(1);
  if (!amounts || text.endsWith('T')) return undefined;
  if (amounts.every(amount => amount === undefined)) return undefined;
  return amounts.reduce(
    (sum, amount, at) => sum + Number(amount ?? 0) * ISO_UNITS[at],
    0,
  );
}

function goDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!GO.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(GO_PART)) {
    sum += Number(amount) * GO_UNITS[unit];
  }
  return sum;
}

/**
 * Reads a duration as ISO 8601 has it (`PT6H`, `P1DT12H`) or as Go and Kubernetes do (`6h30m`, `90s`); beside Go's
 * units, `d` is a day of 24 hours.
 *
 * @returns whole milliseconds; `undefined` for whatever is none
 */
export function parseDuration(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  const ms = text.startsWith('P') ? isoDuration(text) : goDuration(text);
  return ms === undefined ? undefined : Math.round(ms);
}

/** A duration in the words in which it can be given: `6h30m`. */
export function formatDuration(ms: number): string {
  let rest = ms;
  let text = '';
  for (const [unit, length] of [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
    ['s', SECOND],
    ['ms', 1],
  ] as const) {
    const amount = Math.floor(rest / length);
    rest -= amount * length;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text || '0s';
}
