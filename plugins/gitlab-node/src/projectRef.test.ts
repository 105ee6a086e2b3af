import { parseProjectSlug, parseRepoUrl, projectPath } from './projectRef';

describe('parseRepoUrl', () => {
  it.each([
    ['gitlab.com?owner=order&repo=order-api', 'gitlab.com', 'order/order-api'],
    [
      '127.0.0.1:7111?owner=shop/web&repo=order.web_2',
      '127.0.0.1:7111',
      'shop/web/order.web_2',
    ],
  ])('reads %s', (text, host, path) => {
    const ref = parseRepoUrl(text);
    expect(ref.host).toBe(host);
    expect(projectPath(ref)).toBe(path);
  });

  it.each([
    ['', 'repoUrl has to look like'],
    ['user@gitlab.com?owner=a&repo=b', 'repoUrl has to look like'],
    ['gitlab.com/api?owner=a&repo=b', 'repoUrl has to look like'],
    ['gitlab.com?owner=&repo=b', 'The group'],
    ['gitlab.com?owner=a/../b&repo=b', 'The group'],
    ['gitlab.com?owner=a//b&repo=b', 'The group'],
    ['gitlab.com?owner=a&repo=..', 'The name'],
    ['gitlab.com?owner=a&repo=b/c', 'The name'],
    ['gitlab.com?owner=a&repo=b%0Ac', 'The name'],
    [`gitlab.com?owner=a&repo=${'b'.repeat(101)}`, 'The name'],
  ])('refuses "%s"', (text, message) => {
    expect(() => parseRepoUrl(text)).toThrow(message);
  });
});

describe('parseProjectSlug', () => {
  it('takes the last part as the name', () => {
    expect(parseProjectSlug('gitlab.com', 'shop/web/order-web')).toEqual({
      host: 'gitlab.com',
      group: 'shop/web',
      name: 'order-web',
    });
  });

  it.each(['', 'order-api', '/order-api', 'order/', '../order/x'])(
    'refuses "%s"',
    slug => expect(() => parseProjectSlug('gitlab.com', slug)).toThrow(),
  );
});
