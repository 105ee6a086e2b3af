import * as fc from 'fast-check';
import { foreignOperators, queryTextIssue } from './queryText';

describe('what a person searches for', () => {
  it.each([
    'payment refused',
    '"timed out" -healthz (a | b)',
    'pay* -retr* (time* | out*)',
    '"SELECT * FROM orders"',
    'price\\*',
    'TID:7f3c.12.17',
    'at o.y.Order.pay(Order.java:12)',
    '订单*',
    '',
    '"open quote *',
  ])('may be %j', text => {
    expect(queryTextIssue(text)).toBeUndefined();
  });

  it.each([
    '*',
    '*pay',
    'p*',
    'pa*y',
    '-*',
    'SELECT * FROM',
    '*:*',
    'aa* bb* cc* dd* ee* ff*',
    `${'('.repeat(21)}`,
    'a '.repeat(101),
  ])('is refused, with what it has to be: %j', text => {
    expect(queryTextIssue(text)).toMatch(/^ha/);
  });

  it('is decided in time, whatever it is', () => {
    const text = fc.string({
      unit: fc.constantFrom('"', '\\', '*', '(', '-', ' ', 'a'),
      maxLength: 1_000,
    });
    fc.assert(
      fc.property(text, input => {
        const began = performance.now();
        queryTextIssue(input);
        foreignOperators(input);
        expect(performance.now() - began).toBeLessThan(500);
      }),
    );
  });

  it('says which operators are those of another language', () => {
    expect(foreignOperators('a AND b~2 "c OR d" NOT e')).toEqual([
      'AND',
      'b~2',
      'NOT',
    ]);
  });
});
