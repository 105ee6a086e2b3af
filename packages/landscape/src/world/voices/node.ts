import { pick, unit } from '../random';
import { statusOf, type Speaker, type Voice } from './voice';

const LEVELS = { info: 30, warn: 40, error: 50 };

function line(
  { service, pod, version }: Speaker,
  time: number,
  level: keyof typeof LEVELS,
  msg: string,
  fields: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    level: LEVELS[level],
    time,
    service: service.name,
    version,
    hostname: pod,
    ...fields,
    msg,
  });
}

const FAILURES = [
  {
    type: 'TypeError',
    message: "Cannot read properties of undefined (reading 'price')",
  },
  {
    type: 'TimeoutError',
    message: '下游超时 upstream did not answer within 800 ms',
  },
];

/** JSON, one object a line, as pino prints it. */
export const node: Voice = {
  start(speaker, time) {
    return [
      {
        after: 120,
        text: line(
          speaker,
          time + 120,
          'info',
          '配置已加载 configuration loaded',
          { node: 'v22.20.0' },
        ),
      },
      {
        after: 480,
        text: line(
          speaker,
          time + 480,
          'info',
          `listening on :${speaker.service.port}`,
        ),
      },
    ];
  },
  answer(speaker, journey, visit) {
    const slow = visit.durationMs > 2 * speaker.service.latency.p99;
    return [
      line(
        speaker,
        visit.time + visit.durationMs,
        slow ? 'warn' : 'info',
        slow ? '慢请求 slow request' : 'request completed',
        {
          trace_id: journey.traceId,
          method: visit.endpoint.method,
          url: visit.path,
          status: statusOf(visit),
          duration_ms: visit.durationMs,
          user: journey.user,
        },
      ),
    ];
  },
  fail(speaker, journey, visit) {
    const failure = pick(FAILURES, unit(journey.traceId, speaker.pod));
    return [
      line(
        speaker,
        visit.time + visit.durationMs,
        'error',
        '请求处理失败 request failed',
        {
          trace_id: journey.traceId,
          method: visit.endpoint.method,
          url: visit.path,
          status: 500,
          duration_ms: visit.durationMs,
          err: {
            ...failure,
            stack: `${failure.type}: ${failure.message}\n    at toView (/app/dist/views.js:118:27)\n    at async handle (/app/dist/server.js:64:18)`,
          },
        },
      ),
    ];
  },
  crash(speaker, time) {
    return [
      line(speaker, time, 'error', '启动失败 start failed', {
        err: { type: 'Error', message: 'Missing required setting MAP_API_KEY' },
      }),
      'Node.js v22.20.0',
    ];
  },
  idle(speaker, time, chance) {
    if (speaker.behaviour === 'neverready') {
      return [
        line(speaker, time, 'warn', '等待 Redis 连接 waiting for redis', {
          attempt: Math.floor(chance * 90),
        }),
      ];
    }
    return [
      line(speaker, time, 'info', 'event loop', {
        lag_ms: Number((chance * 6).toFixed(2)),
      }),
    ];
  },
};
