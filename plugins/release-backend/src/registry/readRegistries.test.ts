import { ConfigReader } from '@backstage/config';
import { readRegistries } from './readRegistries';

const read = (...registries: object[]) =>
  readRegistries(new ConfigReader({ release: { registries } }));

describe('readRegistries', () => {
  it('reads them, with the usual address', () => {
    expect(readRegistries(new ConfigReader({}))).toEqual([]);
    expect(
      read(
        { host: 'Registry.Example.com:5000' },
        {
          host: 'ghcr.io',
          url: 'http://mirror.example.com/ghcr/',
          username: 'u',
          password: 'p',
          clusters: ['prod'],
          tokenHosts: ['sso.example.com'],
          harbor: { url: 'https://harbor.example.com' },
        },
      ),
    ).toEqual([
      {
        host: 'registry.example.com:5000',
        url: 'https://registry.example.com:5000',
        tokenHosts: [],
      },
      {
        host: 'ghcr.io',
        url: 'http://mirror.example.com/ghcr',
        username: 'u',
        password: 'p',
        clusters: ['prod'],
        tokenHosts: ['sso.example.com'],
        harbor: { url: 'https://harbor.example.com' },
      },
    ]);
  });

  it.each([
    [{}, '[0].host'],
    [{ host: 'https://a' }, '[0].host is wrong: has to be a host'],
    [{ host: 'a/b' }, '[0].host'],
    [{ host: 'a', url: 'ftp://a' }, '[0].url'],
    [{ host: 'a', url: 'https://u:hunter2@a' }, '[0].url'],
    [{ host: 'a', url: 'https://a?x=hunter2' }, '[0].url'],
    [{ host: 'a', password: 'hunter2' }, '[0] is wrong: needs both'],
    [{ host: 'a', username: 'u' }, '[0] is wrong: needs both'],
    [{ host: 'a', pasword: 'hunter2' }, '[0] is wrong: Unrecognized key'],
    [{ host: 'a', clusters: [] }, '[0].clusters'],
    [{ host: 'a', harbor: {} }, '[0].harbor.url'],
  ])('refuses %j, and does not repeat it', (registry, said) => {
    const attempt = () => read(registry);
    expect(attempt).toThrow(`Configuration release.registries${said}`);
    expect(attempt).not.toThrow('hunter2');
  });

  it('refuses two for the same', () => {
    expect(() => read({ host: 'a' }, { host: 'A' })).toThrow(
      'release.registries[1] is the second for a',
    );
    expect(() =>
      read({ host: 'a', clusters: ['x', 'y'] }, { host: 'a', clusters: ['y'] }),
    ).toThrow('the second for a and the cluster y');
    expect(read({ host: 'a' }, { host: 'a', clusters: ['y'] })).toHaveLength(2);
  });
});
