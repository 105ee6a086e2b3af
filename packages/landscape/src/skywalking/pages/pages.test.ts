import {
  lastMinutes,
  SkyWalkingUnderTest,
} from '../__testUtils__/skywalking-under-test';
import { readLink } from './link';

const ORDER = 'b3JkZXItYXBp.1';
const INSTANCE = `${ORDER}_${btoa('order-api-1')}`;
const ENDPOINT = `${ORDER}_${btoa('POST:/orders')}`;
const TRACE = '98c4e99a05f5b294c6cfcacee650025e.55.17952723765220001';

describe('the routes of three generations', () => {
  const booster = { generation: 'booster', layer: 'GENERAL' };
  const horizon = { generation: 'horizon', layer: 'GENERAL' };
  const service = 'order-api';
  it.each([
    ['/', { view: 'services' }],
    [
      `/trace?traceid=${TRACE}&service=order-api`,
      { generation: 'rocketbot', view: 'trace', traceId: TRACE, service },
    ],
    [
      '/log?service=order-api',
      { generation: 'rocketbot', view: 'logs', service },
    ],
    ['/topology', { generation: 'rocketbot', view: 'topology' }],
    ['/alarm', { view: 'alarms' }],
    ['/alerting', { generation: 'booster', view: 'alarms' }],
    ['/general', { ...booster, view: 'services' }],
    ['/General-Service/Services', { ...booster, view: 'services' }],
    [
      `/traces/${TRACE}`,
      { generation: 'booster', view: 'trace', traceId: TRACE },
    ],
    [
      `/dashboard/GENERAL/Service/${ORDER}/General-Service`,
      { ...booster, view: 'service', service },
    ],
    [
      `/dashboard/GENERAL/Service/${ORDER}/General-Service/tab/4`,
      { ...booster, view: 'service', service, tab: '4' },
    ],
    [
      `/dashboard/GENERAL/ServiceInstance/${ORDER}/${encodeURIComponent(
        INSTANCE,
      )}/General-Instance`,
      { ...booster, view: 'instance', service, instance: 'order-api-1' },
    ],
    [
      `/dashboard/GENERAL/Endpoint/${ORDER}/${encodeURIComponent(
        ENDPOINT,
      )}/General-Endpoint`,
      { ...booster, view: 'endpoint', service, endpoint: 'POST:/orders' },
    ],
    [
      `/layer/general/service?service=${ORDER}`,
      { ...horizon, view: 'service', service },
    ],
    [
      `/layer/general/instance?service=${ORDER}&instance=${encodeURIComponent(
        INSTANCE,
      )}`,
      { ...horizon, view: 'instance', service, instance: 'order-api-1' },
    ],
    [
      `/layer/general/trace?traceId=${TRACE}`,
      { ...horizon, view: 'trace', traceId: TRACE },
    ],
    ['/alarms', { generation: 'horizon', view: 'alarms' }],
    [
      `/operate/trace-inspect?traceId=${TRACE}`,
      { generation: 'horizon', view: 'trace', traceId: TRACE },
    ],
    ['/nowhere', undefined],
    ['/dashboard/GENERAL/Service', undefined],
    ['/layer/general/nothing', undefined],
  ])('%s', (address, link) => {
    const url = new URL(address, 'http://sw');
    const path = url.pathname.split('/').slice(1).map(decodeURIComponent);
    expect(readLink(path, url.searchParams)).toEqual(link);
  });
});

describe('the pages', () => {
  const sw = new SkyWalkingUnderTest();
  beforeAll(() => sw.start());
  afterAll(() => sw.stop());

  const page = async (path: string, language = 'en') => {
    const response = await fetch(`${sw.running.url}${path}`, {
      headers: { 'Accept-Language': language },
    });
    return {
      status: response.status,
      policy: response.headers.get('content-security-policy'),
      text: await response.text(),
    };
  };

  it('say what a link asks for, and list it', async () => {
    const { status, text, policy } = await page(
      `/prod/dashboard/GENERAL/Service/${ORDER}/General-Service/tab/4`,
    );
    expect(status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    for (const part of ['booster', 'GENERAL', 'order-api', '/orders/{id}']) {
      expect(text).toContain(part);
    }
    expect((await page('/prod/', 'zh-CN')).text).toContain('此链接要看的内容');
    expect((await page('/prod/?lang=en', 'zh-CN')).text).toContain(
      'What this link asks for',
    );
    expect((await page('/prod/nowhere')).status).toBe(404);
    expect((await page('/prod/%ff')).status).toBe(404);
    expect((await page('/-/style.css')).text).toContain('--accent');
  });

  it('show a trace', async () => {
    const [{ traceIds }] = await sw.traces({
      serviceId: ORDER,
      queryDuration: lastMinutes(15, 0, sw.now),
    });
    const { text } = await page(`/prod/traces/${traceIds[0]}`);
    expect(text).toContain(traceIds[0]);
    expect(text).toContain('Mysql/JDBC');
  });

  it('have no markup of others in them', async () => {
    const evil = '<img src=x onerror=alert(1)>\u202e';
    const query = new URLSearchParams({ traceid: evil, service: evil });
    const { text } = await page(`/dev/trace?${query}`);
    expect(text).toContain('&lt;img');
    expect(text).not.toContain('<img');
    const careless = await page('/test/log?service=coupon-api');
    expect(careless.text).toContain('GET:/coupons/');
    expect(careless.text).not.toContain('\u001b');
    expect(careless.text).not.toContain('\u202e');
  });
});
