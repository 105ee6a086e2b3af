import { ConfigReader } from '@backstage/config';
import { readLogsConfig } from './readLogsConfig';

const SOURCE = {
  name: 'prod',
  urls: ['https://es.example.test/'],
  index: 'k8s-prod-*',
  environments: ['prod'],
  preset: 'filebeat',
};
const read = (...sources: object[]) =>
  readLogsConfig(
    new ConfigReader(JSON.parse(JSON.stringify({ logs: { sources } }))),
  );

describe('the section logs', () => {
  it('may be missing', () => {
    expect(readLogsConfig(new ConfigReader({}))).toEqual({
      maxRangeMs: 7 * 86_400_000,
      sources: [],
    });
  });

  it('knows the fields of the usual collectors', () => {
    const { sources } = read({
      ...SOURCE,
      fields: { level: false, message: ['a', 'b'] },
      auth: { username: 'portal', password: 'p:w' },
    });
    expect(sources[0]).toMatchObject({
      urls: ['https://es.example.test'],
      headers: { authorization: 'Basic cG9ydGFsOnA6dw==' },
      fields: { pod: 'kubernetes.pod.name', message: ['a', 'b'] },
    });
    expect(sources[0].fields.level).toBeUndefined();
  });

  it.each([
    [{ auth: { apiKey: 'abc=' } }, 'ApiKey abc='],
    [{ auth: { token: 't' } }, 'Bearer t'],
    [{ auth: {} }, undefined],
  ])('sends %j as %s', (more, header) => {
    const { sources } = read({ ...SOURCE, ...more });
    expect(sources[0].headers.authorization).toBe(header);
  });

  it.each<[object, string]>([
    [{ urls: [] }, 'logs.sources[0].urls'],
    [{ urls: ['ftp://x'] }, 'logs.sources[0].urls[0]'],
    [{ urls: ['http://u:p@x'] }, 'logs.sources[0].urls[0]'],
    [{ index: '*' }, 'logs.sources[0].index'],
    [{ index: 'a,*' }, 'logs.sources[0].index'],
    [{ index: '-a' }, 'logs.sources[0].index'],
    [{ index: 'a/_search' }, 'logs.sources[0].index'],
    [{ environments: [] }, 'logs.sources[0].environments'],
    [{ preset: 'loki' }, 'logs.sources[0].preset'],
    [{ preset: 'fluentd' }, 'logs.sources[0].fields.cluster'],
    [{ preset: 'custom' }, 'logs.sources[0].fields.message'],
    [{ fields: { pod: 'a"b' } }, 'logs.sources[0].fields.pod'],
    [{ fields: { podd: 'a' } }, 'logs.sources[0].fields.podd'],
    [{ auth: { apiKey: 'hunter2', token: 'hunter2' } }, 'logs.sources[0].auth'],
    [{ auth: { username: 'hunter2' } }, 'logs.sources[0].auth'],
    [{ levelPattern: '(?=a)' }, 'logs.sources[0].levelPattern'],
    [{ traceIdPattern: '(a' }, 'logs.sources[0].traceIdPattern'],
    [{ timezone: 'Moon/Base' }, 'logs.sources[0].timezone'],
    [{ timeoutMs: 5 }, 'logs.sources[0].timeoutMs'],
    [{ caFile: '/no/such/file' }, 'logs.sources[0].caFile'],
    [
      { discover: { product: 'kibana', version: 8.15 } },
      'logs.sources[0].discover.version',
    ],
    [{ urlss: [] }, 'logs.sources[0].urlss'],
  ])('names the key of %j', (more, key) => {
    const refuse = () => read({ ...SOURCE, ...more });
    expect(refuse).toThrow(`Configuration ${key} `);
    expect(refuse).not.toThrow('hunter2');
  });

  it('refuses two sources for the same lines', () => {
    expect(() => read(SOURCE, SOURCE)).toThrow(
      'logs.sources[1].name "prod" is there twice',
    );
    expect(() => read(SOURCE, { ...SOURCE, name: 'b' })).toThrow(
      'logs.sources[1].environments names "prod"',
    );
    const split = read(
      { ...SOURCE, clusters: ['a'] },
      { ...SOURCE, name: 'b', clusters: ['b'] },
    );
    expect(split.sources).toHaveLength(2);
  });
});
