import { mix, hash } from '../random';
import { shanghai, statusOf, type Voice } from './voice';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `21/Nov/2026:09:12:01 +0800`. */
function logTime(time: number): string {
  const { date, clock } = shanghai(time);
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${clock.slice(
    0,
    8,
  )} +0800`;
}

function errorLine(time: number, level: string, text: string): string {
  const { date, clock } = shanghai(time);
  return `${date.replaceAll('-', '/')} ${clock.slice(
    0,
    8,
  )} [${level}] 7#7: ${text}`;
}

const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.60',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36',
];

/** Access log in the combined form with the request's time and trace, errors as nginx words them. */
export const nginx: Voice = {
  start(_speaker, time) {
    return [
      'using the "epoll" event method',
      'nginx/1.28.0',
      'start worker processes',
    ].map((text, index) => ({
      after: 20 * (index + 1),
      text: errorLine(time, 'notice', text),
    }));
  },
  answer(_speaker, { traceId, user }, visit) {
    const state = hash(user);
    const address = `${36 + (state % 180)}.${mix(state, 1) % 256}.${
      mix(state, 2) % 256
    }.${1 + (mix(state, 3) % 254)}`;
    const end = visit.time + visit.durationMs;
    return [
      `${address} - - [${logTime(end)}] "${visit.endpoint.method} ${
        visit.path
      } HTTP/1.1" ${statusOf(visit)} ${800 + (mix(state, 4) % 40_000)} "-" "${
        AGENTS[state % AGENTS.length]
      }" rt=${(visit.durationMs / 1000).toFixed(3)} trace=${traceId}`,
    ];
  },
  fail(speaker, journey, visit) {
    return [
      errorLine(
        visit.time + visit.durationMs,
        'error',
        `*${journey.subject} upstream timed out (110: Connection timed out) while reading response header from upstream, request: "${visit.endpoint.method} ${visit.path} HTTP/1.1"`,
      ),
      ...nginx.answer(speaker, journey, visit),
    ];
  },
  crash(_speaker, time) {
    return [
      errorLine(
        time,
        'emerg',
        'host not found in upstream "order-apii" in /etc/nginx/conf.d/default.conf:14',
      ),
      'nginx: [emerg] host not found in upstream "order-apii" in /etc/nginx/conf.d/default.conf:14',
    ];
  },
  idle(speaker, time) {
    return speaker.behaviour === 'neverready'
      ? [errorLine(time, 'warn', '健康检查未通过 health file is missing')]
      : [];
  },
};
