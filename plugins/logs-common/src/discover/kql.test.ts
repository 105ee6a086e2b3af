import { kqlOf } from './kql';

describe('kqlOf', () => {
  it.each([
    ['', ''],
    ['  -  | "" ()', ''],
    ['timeout', 'log : "timeout"'],
    ['order-api down', 'log : "order-api" and log : "down"'],
    [
      '"connection reset" -retry',
      'log : "connection reset" and not log : "retry"',
    ],
    ['a | b', 'log : "a" or log : "b"'],
    ['a b | c', '(log : "a" and log : "b") or log : "c"'],
    ['a | b c', '(log : "a" or log : "b") and log : "c"'],
    ['a (b | c)', 'log : "a" and (log : "b" or log : "c")'],
    ['-(b c) -"d e"', 'not (log : "b" and log : "c") and not log : "d e"'],
    ['a+b)', 'log : "a" and log : "b"'],
    ['(a', '(log : "a")'],
    ['time*', 'log : time*'],
    ['"*"', 'log : "*"'],
    ['or*', 'log : \\or*'],
    ['a:b*', 'log : a\\:b*'],
    ['x" or *:*', 'log : "x" and log : " or *:*"'],
    [
      '\\(x\\* "say \\"hi\\" \\\\ now"',
      'log : "(x*" and log : "say \\"hi\\" \\\\ now"',
    ],
    ['"never ends', 'log : "never ends"'],
    ['订单　支付失败', 'log : "订单" and log : "支付失败"'],
  ])('says %j as %j', (text, expected) => {
    expect(kqlOf(text, 'log')).toBe(expected);
  });
});
