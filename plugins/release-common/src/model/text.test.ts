import * as fc from 'fast-check';
import { overrideSchema, plainLine, reasonSchema } from './text';

const ZERO_WIDTH_SPACE = '\u200b';
const ZERO_WIDTH_JOINER = '\u200d';

describe('reasonSchema', () => {
  it.each([
    ['  ORD-812 faster carts \n', 'ORD-812 faster carts'],
    ['双十一', '双十一'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['a\tb', 'a\tb'],
    ['e\u0301', '\u00e9'],
    ['👍', '👍'],
    // Joined by a character of no width, and one picture.
    [`👩${ZERO_WIDTH_JOINER}🚀`, `👩${ZERO_WIDTH_JOINER}🚀`],
    ['إصلاح', 'إصلاح'],
    ['x'.repeat(1000), 'x'.repeat(1000)],
  ])('keeps what can be read: %j', (text, kept) => {
    expect(reasonSchema.parse(text)).toBe(kept);
  });

  it.each([
    '',
    ' \n ',
    'x'.repeat(1001),
    'a\0b',
    'a\u0007b',
    'a\u009bb',
    'a\ud83d',
    '\udc4da',
    'a\u202eb',
    'a\u2066b',
    'a\u2028b',
    'a\u{e0041}b',
    ZERO_WIDTH_SPACE,
    `${ZERO_WIDTH_SPACE}\ufeff${ZERO_WIDTH_JOINER}`,
    '\u3164\u2800',
  ])('refuses what cannot: %j', text => {
    const [issue] = reasonSchema.safeParse(text).error?.issues ?? [];
    expect(issue.message).toMatch(/^has to be text of 1 to 1000 characters/);
  });

  it('says that it is missing', () => {
    const [issue] = overrideSchema.safeParse({}).error?.issues ?? [];
    expect(issue).toMatchObject({
      path: ['reason'],
      message: expect.stringMatching(/^is missing: why/),
    });
  });

  it('is at rest: what came out goes in and comes out the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const once = reasonSchema.safeParse(text);
        fc.pre(once.success && once.data.length <= 1000);
        expect(reasonSchema.parse(once.data)).toBe(once.data);
      }),
    );
  });
});

describe('plainLine', () => {
  it.each([
    ['one\ntwo\u0007 \u202ethree', 20, 'one two three'],
    ['a\0b', 20, 'a b'],
    ['abcdef', 4, 'abc…'],
    ['ab👍cd', 4, 'ab…'],
    ['\ud83d', 4, ''],
  ])('puts %j on one line of at most %d', (text, most, line) => {
    expect(plainLine(text, most)).toBe(line);
  });
});
