import {
  decodedBase64,
  firstLineOf,
  prettyJson,
  withoutHead,
} from './expansion';

describe('prettyJson', () => {
  it('lays out a message, or what follows its head', () => {
    expect(prettyJson('{"a":{"b":1}}')).toBe('{\n  "a": {\n    "b": 1\n  }\n}');
    expect(prettyJson('2026 INFO [1,2]')).toBe('[\n  1,\n  2\n]');
  });

  it.each(['', 'plain', '{"a":', '{broken}', '[main] INFO started', '42'])(
    'leaves %j alone',
    text => expect(prettyJson(text)).toBeUndefined(),
  );

  it('survives depth', () => {
    const depth = 16_000;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => prettyJson(deep)).not.toThrow();
  });
});

describe('decodedBase64', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64');

  it('decodes the longest stretch, once', () => {
    const inner = encode('订单 20261121-0042 已创建 <b>');
    expect(decodedBase64(`body=${inner} ok`)).toBe(
      '订单 20261121-0042 已创建 <b>',
    );
    expect(decodedBase64(encode(inner))).toBe(inner);
  });

  it.each([
    ['what is short', encode('hello')],
    ['bytes', Buffer.alloc(60, 0xff).toString('base64')],
    ['controls', encode('\u0000\u0001\u0002'.repeat(20))],
    ['ids', 'a1b2c3d4e5f60718293a4b5c6d7e8f90'],
  ])('leaves %s alone', (_, text) => {
    expect(decodedBase64(text)).toBeUndefined();
  });
});

describe('firstLineOf', () => {
  it.each([
    ['one', { first: 'one', more: 0 }],
    ['\n\nhead\r\n\tat a\n\n\tat b\n', { first: 'head', more: 2 }],
    ['', { first: '', more: 0 }],
  ])('of %j', (text, expected) => {
    expect(firstLineOf(text)).toEqual(expected);
  });
});

describe('withoutHead', () => {
  it.each([
    [
      '2026-11-21 23:58:05.690 ERROR [order-api,TID: d71c.32.17] 1 --- [ exec-16] com.yunfan.order.web.ErrorHandler  : POST /orders failed 请求处理失败',
      'POST /orders failed 请求处理失败',
    ],
    ['2026-11-21T15:58:05.690Z INFO GET / 200', 'GET / 200'],
    ['[main] started', 'started'],
    ['GET /orders/1 200 12ms', 'GET /orders/1 200 12ms'],
    ['{"level":"info"}', '{"level":"info"}'],
    ['2026-11-21 23:58:05.690 ERROR ', '2026-11-21 23:58:05.690 ERROR '],
    ['', ''],
  ])('of %j', (line, expected) => {
    expect(withoutHead(line)).toBe(expected);
  });
});
