import { ResponseError } from '@backstage/errors';
import type {
  Runbook,
  RunbookList,
  RunbookProblem,
  RunbookQuery,
  RunbooksApi,
} from '@pilothouse/plugin-runbooks-common';

export const NOW = '2026-11-21T08:00:00.000Z';
export const ORDER = 'component:default/order-api';
export const OPS = 'component:default/ops-runbooks';

const page = (
  entity: string,
  language: string,
  name: string,
  title: string,
) => ({
  language,
  title,
  path: `${language}/${name}`,
  url: `/docs/default/component/${entity}/${language}/${name}`,
});

export const REDIS: Runbook = {
  id: `${OPS}#redis-full`,
  entityRef: OPS,
  owner: 'group:default/ops',
  pages: [
    page('ops-runbooks', 'en', 'redis-full', 'Redis is full'),
    page('ops-runbooks', 'zh', 'redis-full', 'Redis 写满'),
  ],
  kind: 'incident',
  severity: 'critical',
  alerts: ['RedisMemoryFull', 'RedisDown', 'RedisVolumeFull'],
  services: ['component:default/cart-api', ORDER, 'resource:order/redis'],
  changedAt: NOW,
  reviewEvery: 'P90D',
  reviewed: '2026-01-01',
  reviewDue: '2026-04-01',
  rto: 'PT30M',
  faults: [],
};

export const BROKEN: Runbook = {
  ...REDIS,
  id: `${OPS}#broken`,
  pages: [page('ops-runbooks', 'en', 'broken', '<b>Broken</b>')],
  kind: undefined,
  severity: undefined,
  alerts: [],
  services: ['*'],
  reviewDue: undefined,
  rto: undefined,
  faults: [
    {
      code: 'missing',
      field: 'kind',
      message: 'has to be incident, change or drill',
      path: 'en/broken',
    },
    {
      code: 'wrong',
      field: 'reviewEvery',
      message: 'has to be like P90D, P12W or P6M',
      path: 'en/broken',
    },
  ],
};

export const OWN: Runbook = {
  ...REDIS,
  id: `${ORDER}#runbook`,
  entityRef: ORDER,
  owner: 'group:default/team-order',
  pages: [
    {
      language: 'und',
      title: 'Order runbook',
      path: 'runbook',
      url: '/docs/default/component/order-api/runbook',
    },
  ],
  kind: 'change',
  severity: 'normal',
  alerts: ['HighErrorRate', 'RedisDown'],
  services: [ORDER],
  reviewDue: '2027-03-01',
  rto: undefined,
};

/** Answers as the backend does, as far as screens can tell. */
export class FakeRunbooks implements RunbooksApi {
  readonly asked: RunbookQuery[] = [];
  runbooks: Runbook[] = [BROKEN, REDIS, OWN];
  problems: RunbookProblem[] = [];
  indexedAt: string | undefined = NOW;
  fault: Error | undefined;

  async listRunbooks(query: RunbookQuery = {}): Promise<RunbookList> {
    this.asked.push(query);
    if (this.fault) throw this.fault;
    const { alert, entityRef, text } = query;
    return {
      runbooks: this.runbooks.filter(
        ({ alerts, services, pages }) =>
          (!alert || alerts.includes(alert)) &&
          (!entityRef ||
            services.includes(entityRef) ||
            services.includes('*')) &&
          (!text || pages.some(({ title }) => title.includes(text))),
      ),
      problems: this.problems,
      indexedAt: this.indexedAt,
      now: NOW,
    };
  }

  async getRunbook({ id }: { id: string }) {
    const runbook = this.runbooks.find(each => each.id === id);
    if (!runbook) throw await refused(404);
    return { runbook, language: 'en', markdown: '# x' };
  }
}

/** What the client throws for such an answer. */
export function refused(status: number): Promise<ResponseError> {
  const body = { error: { name: 'X', message: 'No' }, response: {} };
  const headers = { 'content-type': 'application/json' };
  return ResponseError.fromResponse(
    Object.assign(new Response(JSON.stringify(body), { status, headers })),
  );
}
