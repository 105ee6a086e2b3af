import { pagePath } from './pagePath';

it.each([
  ['en/redis-full/', 'en/redis-full'],
  ['/en/redis-full', 'en/redis-full'],
  ['en/redis-full.html', 'en/redis-full'],
  ['en/index', 'en'],
  ['index.html', ''],
  ['README', ''],
  ['my-index', 'my-index'],
])('%s is %s', (path, name) => {
  expect(pagePath(path)).toBe(name);
});
