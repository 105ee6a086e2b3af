import type { Journey, Visit } from '../journeys';
import { hash, pick, toUnit, unit } from '../random';
import { pascalCase } from '../names';
import { shanghai, statusOf, type Speaker, type Voice } from './voice';

type Level = 'INFO' | 'WARN' | 'ERROR';

function line(
  { service, pod }: Speaker,
  time: number,
  level: Level,
  logger: string,
  text: string,
  traceId?: string,
): string {
  const { date, clock } = shanghai(time);
  const thread = traceId ? `exec-${1 + (hash(pod, traceId) % 20)}` : 'main';
  return `${date} ${clock} ${level.padStart(5)} [${service.name},TID: ${
    traceId ?? 'N/A'
  }] 1 --- [${thread.padStart(9)}] ${logger.padEnd(34)} : ${text}`;
}

function packageOf({ service }: Speaker): string {
  return `com.yunfan.${service.name.split('-')[0]}`;
}

/** What a handler says about its own work, by chance: most requests pass without a word of it. */
const REMARKS: Record<string, (subject: number) => string> = {
  'POST /orders': id => `订单已创建 order=${id} items=3`,
  'POST /orders/{id}/cancel': id => `订单已取消，库存已释放 order=${id}`,
  'GET /orders/{id}': id => `order ${id} read from the replica`,
  'RPC StockService.reserve': id => `预占库存 sku=${id} 数量=1`,
  'RPC StockService.query': id => `stock of sku ${id} read from cache`,
  'POST /payments': id => `支付受理 payment=${id} channel=wechat`,
  'POST /payments/{id}/refund': id => `退款已提交银行 payment=${id}`,
  'GET /products/{id}': id => `product ${id} read from cache`,
  'GET /search': id => `搜索 "连衣裙" 命中 ${id % 400} 条`,
  'CONSUME payment.refund-requested': id => `退款任务完成 refund=${id}`,
};

function remark(speaker: Speaker, journey: Journey, visit: Visit): string {
  const { method, path } = visit.endpoint;
  const done = `${method} ${visit.path} ${statusOf(visit)} ${
    visit.durationMs
  }ms user=${journey.user}`;
  const talks = unit(journey.traceId, speaker.pod) < 0.5;
  const words = talks && REMARKS[`${method} ${path}`];
  return words ? `${done} ${words(journey.subject)}` : done;
}

interface Failure {
  exception: string;
  message: string;
  at: string;
  cause?: string;
}

const FAILURES: Failure[] = [
  {
    exception: 'org.springframework.dao.QueryTimeoutException',
    message:
      'PreparedStatementCallback; SQL [SELECT * FROM t_record WHERE id = ?]; 查询超时',
    at: 'Repository.findById',
    cause:
      'com.mysql.cj.jdbc.exceptions.MySQLTimeoutException: Statement cancelled due to timeout or client request',
  },
  {
    exception: 'java.lang.IllegalStateException',
    message: '金额校验失败：应付 128.00，实付 128.01',
    at: 'Service.checkAmount',
  },
  {
    exception: 'java.lang.NullPointerException',
    message:
      'Cannot invoke "java.math.BigDecimal.scale()" because "discount" is null',
    at: 'Service.applyDiscount',
  },
];

/** Logback's lines as Spring Boot prints them, with SkyWalking's trace id; stack traces and all. */
export const java: Voice = {
  start(speaker, time) {
    const { service, version, pod } = speaker;
    const app = `c.y.${service.name.split('-')[0]}.${pascalCase(
      service.name,
    )}Application`;
    const seconds = (2 + unit(pod, time) * 2).toFixed(3);
    const say = (after: number, logger: string, text: string) => ({
      after,
      text: line(speaker, time + after, 'INFO', logger, text),
    });
    return [
      say(
        60,
        app,
        `Starting ${pascalCase(
          service.name,
        )}Application v${version} using Java 21.0.5 with PID 1`,
      ),
      say(180, app, 'The following 1 profile is active'),
      say(
        420,
        'com.zaxxer.hikari.HikariDataSource',
        'HikariPool-1 - Start completed.',
      ),
      say(
        700,
        'o.s.b.w.embedded.tomcat.TomcatWebServer',
        `Tomcat started on port ${service.port}`,
      ),
      say(
        760,
        app,
        `Started ${pascalCase(
          service.name,
        )}Application in ${seconds} seconds 服务已启动`,
      ),
    ];
  },
  answer(speaker, journey, visit) {
    const logger = `${packageOf(speaker)}.web.AccessLog`;
    const slow = visit.durationMs > 2 * speaker.service.latency.p99;
    const text = remark(speaker, journey, visit);
    return [
      line(
        speaker,
        visit.time + visit.durationMs,
        slow ? 'WARN' : 'INFO',
        logger,
        slow ? `慢请求 slow request: ${text}` : text,
        journey.traceId,
      ),
    ];
  },
  fail(speaker, journey, visit) {
    const base = packageOf(speaker);
    const name = pascalCase(speaker.service.name.split('-')[0]);
    const chance = toUnit(hash(journey.traceId, speaker.pod, 'failure'));
    const { exception, message, at, cause } = pick(FAILURES, chance);
    return [
      line(
        speaker,
        visit.time + visit.durationMs,
        'ERROR',
        `${base}.web.ErrorHandler`,
        `${visit.endpoint.method} ${visit.path} failed after ${visit.durationMs} ms 请求处理失败`,
        journey.traceId,
      ),
      `${exception}: ${message}`,
      `\tat ${base}.core.${name}${at}(${name}${at.split('.')[0]}.java:${
        40 + Math.floor(chance * 200)
      })`,
      `\tat ${base}.core.${name}Service.handle(${name}Service.java:88)`,
      `\tat ${base}.web.${name}Controller.handle(${name}Controller.java:57)`,
      '\tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)',
      '\tat org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1088)',
      '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
      ...(cause
        ? [`Caused by: ${cause}`, '\t... 34 common frames omitted']
        : []),
    ];
  },
  crash(speaker, time) {
    return [
      line(
        speaker,
        time,
        'ERROR',
        'o.s.boot.SpringApplication',
        'Application run failed 应用启动失败',
      ),
      "org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'routePlanner': Could not resolve placeholder 'map.api.key' in value \"${map.api.key}\"",
      '\tat org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory.createBean(AbstractAutowireCapableBeanFactory.java:529)',
      '\tat org.springframework.boot.SpringApplication.run(SpringApplication.java:335)',
      `\tat ${packageOf(speaker)}.${pascalCase(
        speaker.service.name,
      )}Application.main(${pascalCase(
        speaker.service.name,
      )}Application.java:12)`,
    ];
  },
  idle(speaker, time, chance) {
    if (speaker.behaviour === 'neverready') {
      return [
        line(
          speaker,
          time,
          'WARN',
          'c.a.n.client.config.NacosConfigService',
          '配置中心连接失败，5 秒后重试 config server unreachable, retrying in 5 s',
        ),
      ];
    }
    if (speaker.behaviour === 'leak' && chance < 0.5) {
      return [
        line(
          speaker,
          time,
          'WARN',
          `${packageOf(speaker)}.ops.MemoryWatch`,
          '堆内存持续上升，疑似内存泄漏 heap keeps growing after full GC',
        ),
      ];
    }
    const active = Math.floor(chance * 8);
    return [
      line(
        speaker,
        time,
        'INFO',
        'com.zaxxer.hikari.pool.HikariPool',
        `HikariPool-1 - Pool stats (total=10, active=${active}, idle=${
          10 - active
        }, waiting=0)`,
      ),
    ];
  },
};
