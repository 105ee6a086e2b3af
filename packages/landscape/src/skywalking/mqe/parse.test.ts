import fc from 'fast-check';
import { parseExpression, SyntaxProblem } from './parse';

it('binds products closer than sums, and sums closer than comparisons', () => {
  const number = (value: number) => ({ kind: 'number', value });
  expect(parseExpression('1 + 2 * 3 > 4')).toEqual({
    kind: 'binary',
    operator: '>',
    left: {
      kind: 'binary',
      operator: '+',
      left: number(1),
      right: {
        kind: 'binary',
        operator: '*',
        left: number(2),
        right: number(3),
      },
    },
    right: number(4),
  });
});

it('reads labels of several values', () => {
  expect(parseExpression(`m{p='50, 99', x="a"}`)).toMatchObject({
    kind: 'metric',
    name: 'm',
    labels: { p: ['50', '99'], x: ['a'] },
  });
});

it.each([
  ['', 'line 1:0'],
  ['a b', "line 1:2 mismatched input 'b'"],
  ['avg(a', 'mismatched input'],
  ['avg(a, b)', "mismatched input ','"],
  ['top_n(a, 3, up)', "mismatched input 'up'"],
  ['a ; b', "token recognition error at: ';'"],
  [`${'('.repeat(100)}a`, 'mismatched input'],
  ['a'.repeat(5000), 'too long'],
])('does not read %.20s', (text, message) => {
  expect(() => parseExpression(text)).toThrow(message);
});

it('reads a text or says where it cannot, whatever the text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...['avg(', 'top_n(', 'm', '1', '+', '/', '{', "p='1'", '}', ')', ','],
      ...['>=', ' ', '__proto__', '(', 'asc', 'view_as_seq('],
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      try {
        parseExpression(pieces.join(''));
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxProblem);
      }
    }),
  );
});
