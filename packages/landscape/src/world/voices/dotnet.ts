import { pick, unit } from '../random';
import { pascalCase } from '../names';
import { shanghai, statusOf, type Speaker, type Voice } from './voice';

type Level = 'info' | 'warn' | 'fail' | 'crit';

/** The console logger's two lines: level and category, then the message. */
function entry(
  time: number,
  level: Level,
  category: string,
  ...message: string[]
): string[] {
  const { date, clock } = shanghai(time);
  return [
    `${date} ${clock} ${level}: ${category}[0]`,
    ...message.map(text => `      ${text}`),
  ];
}

function namespaceOf({ service }: Speaker): string {
  return `Yunfan.${pascalCase(service.name.split('-')[0])}`;
}

const FAILURES = [
  'System.InvalidOperationException: 优惠规则冲突 rule set has no valid order',
  'StackExchange.Redis.RedisTimeoutException: Timeout performing GET (5000ms), inst: 0, qu: 12',
  'MySqlConnector.MySqlException (0x80004005): Lock wait timeout exceeded; try restarting transaction',
];

/** ASP.NET Core's console logger. */
export const dotnet: Voice = {
  start({ service, version }, time) {
    const lines = [
      ...entry(
        time + 200,
        'info',
        'Microsoft.Hosting.Lifetime',
        `Now listening on: http://[::]:${service.port}`,
      ),
      ...entry(
        time + 240,
        'info',
        'Microsoft.Hosting.Lifetime',
        `Application started. Version ${version} 服务已启动`,
      ),
    ];
    return lines.map(text => ({ after: 240, text }));
  },
  answer(speaker, { traceId, user }, visit) {
    const slow = visit.durationMs > 2 * speaker.service.latency.p99;
    return entry(
      visit.time + visit.durationMs,
      slow ? 'warn' : 'info',
      `${namespaceOf(speaker)}.AccessLog`,
      `TID: ${traceId} ${visit.endpoint.method} ${visit.path} ${statusOf(
        visit,
      )} in ${visit.durationMs} ms${slow ? ' 慢请求' : ''} user=${user}`,
    );
  },
  fail(speaker, { traceId }, visit) {
    const base = namespaceOf(speaker);
    return entry(
      visit.time + visit.durationMs,
      'fail',
      `${base}.ErrorHandler`,
      `TID: ${traceId} ${visit.endpoint.method} ${visit.path} 500 请求处理失败`,
      pick(FAILURES, unit(traceId, speaker.pod)),
      `   at ${base}.Rules.Engine.EvaluateAsync(Request request) in /src/Rules/Engine.cs:line 142`,
      `   at ${base}.Api.Endpoints.HandleAsync(HttpContext context) in /src/Api/Endpoints.cs:line 37`,
    );
  },
  crash(speaker, time) {
    return [
      ...entry(
        time,
        'crit',
        'Microsoft.AspNetCore.Hosting.Diagnostics',
        'Application startup exception 启动异常',
      ),
      "Unhandled exception. System.ArgumentNullException: Value cannot be null. (Parameter 'Map:ApiKey')",
      `   at ${namespaceOf(
        speaker,
      )}.Startup.Configure(IConfiguration configuration) in /src/Startup.cs:line 28`,
    ];
  },
  idle(speaker, time, chance) {
    return speaker.behaviour === 'neverready'
      ? entry(
          time,
          'warn',
          'Yunfan.Hosting.Warmup',
          '预热未完成 warm-up is still waiting for the rule cache',
        )
      : entry(
          time,
          'info',
          'Yunfan.Hosting.Metrics',
          `gen2 collections: ${Math.floor(chance * 5)}, queue: 0`,
        );
  },
};
