import { personName, pipelineName } from './personName';

it.each([
  ['user:default/li.wei', 'li.wei'],
  ['user:li.wei', 'li.wei'],
  ['service:cart-pipeline', 'service:cart-pipeline'],
  [
    'service:external:gitlab:project_path:shop/cart-api:ref_type:branch:ref:main',
    'shop/cart-api@main',
  ],
  ['service:external:gitlab:x', 'service:external:gitlab:x'],
  ['', ''],
])('calls %j %j', (ref, name) => {
  expect(personName(ref)).toBe(name);
});

it('calls a job of GitLab by its project and branch', () => {
  expect(
    pipelineName(
      'external:gitlab:project_path:a/b/c:ref_type:branch:ref:release/1.2',
    ),
  ).toBe('a/b/c@release/1.2');
  expect(pipelineName('cart-pipeline')).toBe('cart-pipeline');
});
