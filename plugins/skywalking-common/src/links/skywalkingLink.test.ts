import fc from 'fast-check';
import type { SkywalkingUi } from '../model';
import {
  opensTrace,
  skywalkingLink,
  type SkywalkingPage,
} from './skywalkingLink';

const ui = (
  generation: SkywalkingUi['generation'],
  more: Partial<SkywalkingUi> = {},
): SkywalkingUi => ({
  generation,
  baseUrl: 'https://sw.test/base',
  tracePage: generation !== 'booster',
  ...more,
});

/** Base64 of it has all of `+ / =`. */
const service = { id: 'Pj8+/w==.1', name: 'shop::order api', layer: 'GENERAL' };
const ID = 'Pj8%2B%2Fw%3D%3D.1';
const traceId = 'a1b2.101.1795/8 &#';
const TRACE = 'a1b2.101.1795%2F8%20%26%23';
const instanceId = 'Pj8+/w==.1_aQ==';
const INSTANCE = 'Pj8%2B%2Fw%3D%3D.1_aQ%3D%3D';

const routes: [string, SkywalkingUi, SkywalkingPage, string | undefined][] = [
  [
    'rocketbot trace',
    ui('rocketbot'),
    { page: 'trace', traceId, service },
    `/trace?traceid=${TRACE}`,
  ],
  [
    'rocketbot traces of a service',
    ui('rocketbot'),
    { page: 'traces', service },
    '/trace?service=shop%3A%3Aorder%20api',
  ],
  [
    'rocketbot logs',
    ui('rocketbot'),
    { page: 'logs', service },
    '/log?service=shop%3A%3Aorder%20api',
  ],
  [
    'rocketbot topology',
    ui('rocketbot'),
    { page: 'topology', service },
    '/topology',
  ],
  ['rocketbot alarms', ui('rocketbot'), { page: 'alarms' }, '/alarm'],
  ['rocketbot service', ui('rocketbot'), { page: 'service', service }, '/'],
  ['rocketbot services', ui('rocketbot'), { page: 'services' }, '/'],
  [
    'booster service',
    ui('booster'),
    { page: 'service', service },
    `/dashboard/GENERAL/Service/${ID}/General-Service`,
  ],
  [
    'booster traces',
    ui('booster'),
    { page: 'traces', service },
    `/dashboard/GENERAL/Service/${ID}/General-Service/tab/4`,
  ],
  [
    'booster traces in a tab of its own',
    ui('booster', { tabs: { trace: 6 } }),
    { page: 'traces', service },
    `/dashboard/GENERAL/Service/${ID}/General-Service/tab/6`,
  ],
  [
    'booster logs',
    ui('booster'),
    { page: 'logs', service },
    `/dashboard/GENERAL/Service/${ID}/General-Service/tab/7`,
  ],
  [
    'booster logs of 10.4',
    ui('booster', { tabs: { log: 8 } }),
    { page: 'logs', service },
    `/dashboard/GENERAL/Service/${ID}/General-Service/tab/8`,
  ],
  [
    'booster topology',
    ui('booster'),
    { page: 'topology', service },
    `/dashboard/GENERAL/Service/${ID}/General-Service/tab/3`,
  ],
  [
    'booster instance',
    ui('booster'),
    { page: 'instance', service, instanceId },
    `/dashboard/GENERAL/ServiceInstance/${ID}/${INSTANCE}/General-Instance`,
  ],
  [
    'booster endpoint',
    ui('booster'),
    { page: 'endpoint', service, endpointId: instanceId },
    `/dashboard/GENERAL/Endpoint/${ID}/${INSTANCE}/General-Endpoint`,
  ],
  [
    'booster services',
    ui('booster'),
    { page: 'services' },
    '/General-Service/Services',
  ],
  ['booster alarms', ui('booster'), { page: 'alarms' }, '/alerting'],
  [
    'booster trace from 10.3',
    ui('booster', { tracePage: true }),
    { page: 'trace', traceId },
    `/traces/${TRACE}`,
  ],
  [
    'booster trace before 10.3',
    ui('booster'),
    { page: 'trace', traceId, service },
    `/dashboard/GENERAL/Service/${ID}/General-Service/tab/4`,
  ],
  [
    'booster trace before 10.3, of nobody',
    ui('booster'),
    { page: 'trace', traceId },
    undefined,
  ],
  [
    'booster service without an id',
    ui('booster'),
    { page: 'service', service: { name: 'order' } },
    undefined,
  ],
  [
    'horizon service',
    ui('horizon'),
    { page: 'service', service },
    `/layer/general/service?service=${ID}`,
  ],
  [
    'horizon traces',
    ui('horizon'),
    { page: 'traces', service },
    `/layer/general/trace?service=${ID}`,
  ],
  [
    'horizon logs',
    ui('horizon'),
    { page: 'logs', service },
    `/layer/general/logs?service=${ID}`,
  ],
  [
    'horizon topology',
    ui('horizon'),
    { page: 'topology', service },
    `/layer/general/topology?service=${ID}`,
  ],
  [
    'horizon trace',
    ui('horizon'),
    { page: 'trace', traceId },
    `/layer/general/trace?traceId=${TRACE}`,
  ],
  [
    'horizon instance of a mesh',
    ui('horizon'),
    { page: 'instance', service: { ...service, layer: 'MESH' }, instanceId },
    `/layer/mesh/instance?service=${ID}&instance=${INSTANCE}`,
  ],
  [
    'horizon endpoint',
    ui('horizon'),
    { page: 'endpoint', service, endpointId: instanceId },
    `/layer/general/endpoint?service=${ID}&endpoint=${INSTANCE}`,
  ],
  [
    'horizon services',
    ui('horizon'),
    { page: 'services' },
    '/layer/general/service',
  ],
  [
    'horizon alarms',
    ui('horizon'),
    { page: 'alarms' },
    '/alarms?layer=general',
  ],
];

describe('skywalkingLink', () => {
  it.each(routes)('leads to %s', (_, to, page, path) => {
    expect(skywalkingLink(to, page)).toBe(
      path === undefined ? undefined : `https://sw.test/base${path}`,
    );
  });

  it('stands below a base path with or without a slash', () => {
    for (const baseUrl of ['https://sw.test', 'https://sw.test///']) {
      expect(
        skywalkingLink(ui('horizon', { baseUrl }), { page: 'alarms' }),
      ).toBe('https://sw.test/alarms?layer=general');
    }
  });

  it('says whether a trace opens at its id', () => {
    expect(opensTrace(ui('booster'))).toBe(false);
    expect(opensTrace(ui('booster', { tracePage: true }))).toBe(true);
    expect(opensTrace(ui('rocketbot'))).toBe(true);
  });

  it('stays on its own host and page, whatever ids and names are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('rocketbot', 'booster', 'horizon'),
        fc.string({ unit: 'binary' }),
        (generation, text) => {
          for (const page of [
            { page: 'trace', traceId: text },
            { page: 'traces', service: { id: text, name: text, layer: text } },
          ] as const) {
            const link = skywalkingLink(
              ui(generation, { tracePage: true }),
              page,
            );
            if (link === undefined) continue;
            const url = new URL(link);
            expect(url.host).toBe('sw.test');
            expect(url.pathname).toMatch(/^\/base\//);
            expect(url.hash).toBe('');
            expect([...url.searchParams.keys()].length).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});
