import fc from 'fast-check';
import { excerpt, findMatches, mark, Range, unmark } from './highlight';
import { segment } from './segment';

const tags = { preTag: '<m>', postTag: '</m>' };
const texts = fc
  .array(fc.constantFrom(...'内存泄漏ab \n𠮷。'), { maxLength: 600 })
  .map(parts => parts.join(''));
const marked = texts.chain(text =>
  fc.record({
    text: fc.constant(text),
    ranges: fc.array(
      fc
        .tuple(fc.nat(text.length), fc.nat(text.length))
        .map(
          ([a, b]): Range => ({ start: Math.min(a, b), end: Math.max(a, b) }),
        ),
      { maxLength: 5 },
    ),
  }),
);

describe('findMatches', () => {
  it.each([
    ['内存泄漏与内存', '内存', '[内存]泄漏与[内存]'],
    ['内存泄漏', '存泄', '内[存泄]漏'],
    ['国内与存量', '内存', '国内与存量'],
    ['内内内', '内内', '[内内内]'],
    ['ﾒﾓﾘｶﾞ', 'モリガ', 'ﾒ[ﾓﾘｶﾞ]'],
    ['内\n存', '内存', '[内]\n[存]'],
    ['Orders of order', 'order', '[Order]s of [order]'],
    ['reorder', 'order', 'reorder'],
    ['内存', '，', '内存'],
  ])('in %j by %s: %j', (text, query, expected) => {
    const matches = findMatches(text, segment(query), { words: true });
    expect(mark(text, matches, { preTag: '[', postTag: ']' })).toBe(expected);
  });
});

describe('marks', () => {
  it('change no text, never cross a line, and can be taken out again', () => {
    fc.assert(
      fc.property(marked, ({ text, ranges }) => {
        const result = mark(text, ranges, tags);
        const back = unmark(result, tags);
        expect(back.text).toBe(text);
        expect(mark(back.text, back.ranges, tags)).toBe(result);
        for (const { start, end } of back.ranges) {
          expect(text.slice(start, end)).toMatch(/^.+$/);
        }
      }),
    );
  });
});

describe('excerpt', () => {
  it('is short, a part of the text, and shows the first match', () => {
    fc.assert(
      fc.property(texts, text => {
        const [first, ...others] = findMatches(text, segment('内存'));
        const matches = first ? [...others, first] : [];
        const { text: shown, ranges } = unmark(
          excerpt(text, matches, tags),
          tags,
        );
        const plain = shown.replace(/^…|…$/g, '');
        expect(text).toContain(plain);
        expect(plain.length).toBeLessThanOrEqual(241);
        expect(plain).not.toMatch(/\p{Surrogate}/u);
        expect(ranges.length > 0).toBe(Boolean(first));
      }),
    );
  });
});
