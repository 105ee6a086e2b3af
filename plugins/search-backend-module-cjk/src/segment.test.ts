import fc from 'fast-check';
import { indexTerms, queryTerms } from './bigrams';
import { segment, textOf } from './segment';

const CHARACTERS = [
  ...'内存泄漏ーメモガ한글々〇𠮷',
  ...'aZ9é',
  ...'，。 \n\t-_"',
  'Ａ',
  'ｶﾞ',
  '한',
  'é',
  '㈱',
  '①',
  '😀',
  '\ud800',
];
const texts = fc
  .array(fc.constantFrom(...CHARACTERS), { maxLength: 40 })
  .map(parts => parts.join(''));
const runs = fc
  .array(fc.constantFrom(...'内存泄漏メモ한글𠮷'), {
    minLength: 1,
    maxLength: 12,
  })
  .map(parts => parts.join(''));

describe('segment', () => {
  it.each([
    ['order 内存', ['order', '内存']],
    ['4核8G内存，API。', ['4', '核', '8g', '内存', 'api']],
    ['ＡＰＩ　ﾒﾓﾘｶﾞ', ['api', 'メモリガ']],
    ['한글 도', ['한글', '도']],
    ['人々のサーバー', ['人々のサーバー']],
    ['内  \r\n  存', ['内存']],
    ['内\n\n存', ['内', '存']],
    ['内\nA\n存', ['内', 'a', '存']],
    ['Café café', ['café', 'café']],
    ['', []],
  ])('divides %j', (text, parts) => {
    expect(segment(text).map(textOf)).toEqual(parts);
  });

  it('leaves out no letter and no digit, and keeps their order and places', () => {
    fc.assert(
      fc.property(texts, text => {
        const characters = segment(text).flatMap(part => part.characters);
        const places = characters.map(({ start }) => start);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        const kept = characters.map(character => character.text).join('');
        const wanted = text
          .normalize('NFKC')
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
        expect(kept).toBe(wanted);
        for (const { text: character, start, end } of characters) {
          const original = text.slice(start, end);
          expect(original.normalize('NFKC').toLowerCase()).toContain(character);
        }
      }),
    );
  });

  it('divides what it has divided in the same way again', () => {
    fc.assert(
      fc.property(texts, text => {
        const parts = segment(text).map(textOf);
        expect(segment(parts.join('-')).map(textOf)).toEqual(parts);
      }),
    );
  });
});

describe('terms', () => {
  const only = (text: string) => segment(text)[0];
  const finds = (query: string, text: string) => {
    const { terms, prefix } = queryTerms(only(query));
    const indexed = indexTerms(only(text));
    return terms.every(term =>
      indexed.some(other => (prefix ? other.startsWith(term) : other === term)),
    );
  };

  it('finds every part of a run', () => {
    fc.assert(
      fc.property(runs, fc.nat(), fc.nat(), (text, from, length) => {
        const characters = [...text];
        const start = from % characters.length;
        const query = characters.slice(start, start + 1 + length).join('');
        expect(finds(query, text)).toBe(true);
      }),
    );
  });

  it('finds by one or two characters exactly the runs that have them', () => {
    fc.assert(
      fc.property(runs, runs, (text, other) => {
        const query = [...other].slice(0, 2).join('');
        expect(finds(query, text)).toBe(text.includes(query));
      }),
    );
  });
});
