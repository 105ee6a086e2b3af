import { InputError } from '@backstage/errors';
import { isDatabaseAway } from './isDatabaseAway';

function failure(message: string, code?: string): Error {
  return Object.assign(new Error(message), { code });
}

it.each([
  failure('connect ECONNREFUSED 10.0.0.5:5432', 'ECONNREFUSED'),
  failure('terminating connection due to administrator command', '57P01'),
  failure('cannot execute UPDATE in a read-only transaction', '25006'),
  failure('Connection terminated unexpectedly'),
  failure('Knex: Timeout acquiring a connection. The pool is probably full.'),
  failure('Defined query timeout of 5000ms exceeded when running query.'),
  failure('The database did not answer within 5 s'),
])('is so: %s', error => {
  expect(isDatabaseAway(error)).toBe(true);
});

it.each([
  new InputError('limit: is too large'),
  new TypeError('x is not a function'),
  failure('duplicate key value violates unique constraint', '23505'),
  'away',
  undefined,
])('is not so: %s', error => {
  expect(isDatabaseAway(error)).toBe(false);
});
