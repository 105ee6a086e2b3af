import { ConfigReader } from '@backstage/config';
import { headersOf, readSkywalkingConfig } from './readSkywalkingConfig';

const VALID = {
  name: 'prod',
  baseUrl: 'http://oap.test:12800/',
  environments: ['prod'],
};

function read(instances: unknown, environments: string[] = ['dev', 'prod']) {
  return readSkywalkingConfig(
    new ConfigReader(
      JSON.parse(
        JSON.stringify({
          skywalking: { instances },
          pilothouse: {
            environments: environments.map(name => ({
              name,
              clusters: [name],
            })),
          },
        }),
      ),
    ),
  );
}

describe('skywalking.instances', () => {
  it('has none unless told', () => {
    expect(readSkywalkingConfig(new ConfigReader({}))).toEqual([]);
  });

  it('reads one, with what is left out', () => {
    expect(read([VALID])).toEqual([
      {
        ...VALID,
        baseUrl: 'http://oap.test:12800',
        timeout: 2_500,
        serviceName: '{service}',
      },
    ]);
  });

  it.each<[string, object]>([
    ['[0].name is wrong', { name: '' }],
    ['[0].name is wrong', { name: 'a/b' }],
    ['[0].baseUrl is wrong', { baseUrl: 'ftp://oap.test' }],
    ['[0].baseUrl is wrong', { baseUrl: 'http://user:s3cret@oap.test' }],
    ['[0].environments is wrong', { environments: [] }],
    [
      '[0].environments[0] "moon" is none of the environments: dev, prod',
      { environments: ['moon'] },
    ],
    ['[0].clusters is wrong', { clusters: [] }],
    ['[0].timeout is wrong', { timeout: 60_000 }],
    ['[0].timezone is wrong', { timezone: 'Asia/Shanghai' }],
    ['[0].serviceName is wrong', { serviceName: 'fixed' }],
    [
      '[0].ui.generation is wrong',
      { ui: { generation: 'angular', baseUrl: 'https://sw.test' } },
    ],
    [
      '[0].ui.baseUrl is wrong',
      { ui: { generation: 'booster', baseUrl: 'sw.test' } },
    ],
    ['[0].password is missing', { username: 'portal' }],
    ['[0].username is missing', { password: 's3cret' }],
    [
      '[0] has to have one of',
      { token: 's3cret', username: 'a', password: 's3cret' },
    ],
    [
      '[0] has to have one of',
      { token: 's3cret', headers: { Authorization: 's3cret' } },
    ],
    ['[0] is wrong', { passwort: 's3cret' }],
  ])('says where it is wrong: %s', (text, more) => {
    const act = () => read([{ ...VALID, ...more }]);
    expect(act).toThrow(`Configuration skywalking.instances${text}`);
    expect(act).not.toThrow('s3cret');
  });

  it('has every name once', () => {
    expect(() => read([VALID, VALID])).toThrow(
      '[1].name "prod" is there twice',
    );
  });

  it('sends what a proxy wants', () => {
    const headers = (more: object) =>
      headersOf(read([{ ...VALID, ...more }])[0]);
    expect(headers({})).toEqual({});
    expect(headers({ token: 't', headers: { 'x-org': '1' } })).toEqual({
      'x-org': '1',
      authorization: 'Bearer t',
    });
    expect(headers({ username: 'portal', password: 'pä:ss' })).toEqual({
      authorization: `Basic ${Buffer.from('portal:pä:ss').toString('base64')}`,
    });
  });
});
