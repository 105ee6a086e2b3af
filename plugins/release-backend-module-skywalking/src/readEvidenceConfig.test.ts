import { ConfigReader } from '@backstage/config';
import { readEvidenceConfig } from './readEvidenceConfig';

const environments = [
  { name: 'dev', clusters: ['dev'] },
  { name: 'prod', protected: true, clusters: ['prod'] },
];
const read = (evidence?: object) =>
  readEvidenceConfig(
    new ConfigReader({
      pilothouse: { environments },
      ...(evidence && { skywalking: { evidence: evidence as {} } }),
    }),
  );

it('asks of protected environments unless told otherwise', () => {
  expect([...read()]).toEqual([
    ['prod', expect.objectContaining({ minRequests: 100 })],
  ]);
  expect([...read({ environments: ['dev'] }).keys()]).toEqual(['dev']);
});

it('takes what is said for all, and for one', () => {
  const policies = read({
    environments: ['dev', 'prod'],
    default: { minRequests: 300, maxSlowdown: 2 },
    policies: { dev: { minRequests: 10 } },
  });
  expect(policies.get('dev')).toMatchObject({
    minRequests: 10,
    maxSlowdown: 2,
  });
  expect(policies.get('prod')).toMatchObject({ minRequests: 300 });
});

it.each([
  [
    { default: { minRequests: 0 } },
    /skywalking\.evidence\.default\.minRequests/,
  ],
  [{ default: { minRequest: 5 } }, /skywalking\.evidence\.default.*minRequest/],
  [{ policies: { prod: { maxSlowdown: 0.5 } } }, /policies\.prod\.maxSlowdown/],
  [{ policies: { dev: {} } }, /policies\.dev.*those that do are prod/],
])('refuses %j', (evidence, message) => {
  expect(() => read(evidence)).toThrow(message);
});
