import { parseChallenge, trustedRealm } from './challenge';

describe('parseChallenge', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['Negotiate', undefined],
    ['Basic realm="real"', { scheme: 'basic' }],
    ['basic', { scheme: 'basic' }],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      {
        scheme: 'bearer',
        realm: 'https://auth.docker.io/token',
        service: 'registry.docker.io',
      },
    ],
    [
      'bearer service=s , realm = "https://a/\\"b"',
      { scheme: 'bearer', realm: 'https://a/"b', service: 's' },
    ],
    [
      'Basic realm="x", Bearer realm="https://a/t"',
      { scheme: 'bearer', realm: 'https://a/t', service: undefined },
    ],
    [
      ['Basic realm="x"', 'Bearer realm="https://a/t"'],
      { scheme: 'bearer', realm: 'https://a/t', service: undefined },
    ],
    ['Bearer error="invalid_token"', undefined],
  ])('%j is %j', (header, challenge) => {
    expect(parseChallenge(header)).toEqual(challenge);
  });

  it('takes no time for a header that is made to take it', () => {
    const started = performance.now();
    parseChallenge(`Bearer ${'realm="\\'.repeat(200_000)}`);
    parseChallenge(`${', bearer '.repeat(200_000)}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('trustedRealm', () => {
  it.each([
    ['https://registry-1.docker.io', 'https://auth.docker.io/token'],
    ['https://registry.gitlab.com', 'https://gitlab.com/jwt/auth'],
    ['https://ghcr.io', 'https://ghcr.io/token'],
    [
      'https://registry.cn-hangzhou.aliyuncs.com',
      'https://dockerauth.cn-hangzhou.aliyuncs.com/auth',
    ],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5001/token'],
    ['https://registry.example.com.cn', 'https://auth.example.com.cn/'],
    ['https://registry.example.com', 'https://sso.elsewhere.com/token'],
    ['https://registry.example.com', 'https://sso.elsewhere.com:8443/token'],
  ])('%s may want its password sent to %s', (registry, realm) => {
    const hosts = ['sso.elsewhere.com'];
    expect(trustedRealm(realm, new URL(registry), hosts)?.href).toBe(realm);
  });

  it.each([
    ['https://registry.example.com', 'https://evil.com/token'],
    ['https://registry.example.com', 'https://example.com.evil.com/'],
    ['https://registry.example.com', 'https://evilexample.com/'],
    ['https://registry.example.com', 'http://registry.example.com/token'],
    ['https://example.com.cn', 'https://evil.com.cn/token'],
    ['https://example.co.uk', 'https://evil.co.uk/token'],
    ['https://ghcr.io', 'https://evil.io/token'],
    ['https://10.0.0.1', 'https://11.0.0.1/token'],
    ['https://registry.example.com', 'https://u:p@registry.example.com/'],
    ['https://registry.example.com', 'data:text/plain,x'],
    ['https://registry.example.com', '/token'],
  ])('%s may not want it sent to %s', (registry, realm) => {
    expect(trustedRealm(realm, new URL(registry), [])).toBeUndefined();
  });
});
