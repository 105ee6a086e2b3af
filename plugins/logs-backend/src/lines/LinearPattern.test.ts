import * as fc from 'fast-check';
import { LinearPattern } from './LinearPattern';

const find = (pattern: string, text: string) =>
  new LinearPattern(pattern).find(text);

describe('a pattern of the configuration', () => {
  it.each([
    ['TID:\\s*([0-9a-f.]+)', 'INFO TID: 7f3c.12.17 paid', '7f3c.12.17'],
    ['^\\[(\\w+)\\]', '[WARN] x', 'WARN'],
    ['(?i)\\b(error|warn)\\b', 'no errors, one Warn', 'Warn'],
    ['level=(?:"([a-z]+)"|x)', 'a level="info" b', 'info'],
    ['a{2,3}', 'xaaaay', 'aaa'],
    ['[^\\d-]+$', '12-ab', 'ab'],
    ['[\\]a-c]+', 'x]cab', ']cab'],
    ['(a|ab)(c|bcd)', 'abcd', 'a'],
    ['日志 (\\S+)', '日志 完成', '完成'],
  ])('%s finds in %j', (pattern, text, found) => {
    expect(find(pattern, text)).toBe(found);
  });

  it('says what it cannot read', () => {
    for (const pattern of [
      '(a',
      'a)',
      '(?=a)',
      '(?<name>a)',
      'a*?',
      '*a',
      '(a)\\1',
      '[a',
      '[z-a]',
      'a{3,2}',
      '(a{100}){100}',
      '^*',
    ]) {
      expect(() => new LinearPattern(pattern)).toThrow(SyntaxError);
    }
  });

  it('takes no longer for what makes others try again and again', () => {
    const text = 'a'.repeat(100_000);
    for (const pattern of ['(a+)+$b', '(a|a)*b', '.*.*.*.*.*c', '(a*)*b']) {
      const began = performance.now();
      expect(find(pattern, text)).toBeUndefined();
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });

  it('finds what the regular expressions of JavaScript find', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\w',
      '(?:ab)',
    );
    const part = fc
      .tuple(atom, fc.constantFrom('', '?', '*', '+', '{1,2}'))
      .map(([text, often]) => `${text}${often}`);
    const sequence = fc.array(part, { minLength: 1, maxLength: 4 });
    const pattern = fc
      .tuple(sequence, sequence, fc.boolean(), fc.boolean())
      .map(
        ([first, second, grouped, anchored]) =>
          `${anchored ? '^' : ''}${
            grouped
              ? `(${first.join('')}|${second.join('')})`
              : `${first.join('')}(${second.join('')})`
          }`,
      );
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 }),
        (source, text) => {
          const theirs = new RegExp(source).exec(text);
          expect(find(source, text)).toBe(theirs?.[1]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
