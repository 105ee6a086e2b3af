import { nameOf, readCursor, writeCursor, type Cursor } from './cursor';

const SEARCH = nameOf({ environment: 'prod', text: 'timeout' });
const CURSOR: Cursor = {
  search: SEARCH,
  from: 1_795_000_000_000,
  to: 1_795_000_900_000,
  at: 1_795_000_500_000,
  total: [120, true],
  sources: { beijing: [1_795_000_500_000, 'id-4'], shanghai: true },
};

const forged = (changes: object) =>
  Buffer.from(JSON.stringify({ ...CURSOR, ...changes })).toString('base64url');

describe('a cursor', () => {
  it('comes back as it was given', () => {
    const text = writeCursor(CURSOR);
    expect(text).toMatch(/^[\w-]+$/);
    expect(readCursor(text, SEARCH)).toEqual(CURSOR);
  });

  it.each([
    ['of another search', writeCursor({ ...CURSOR, search: nameOf('other') })],
    ['that is no JSON', 'bm8ganNvbg'],
    ['that is empty', ''],
    ['from before all dates', forged({ from: -8.64e15 - 1 })],
    ['to after all dates', forged({ to: 1e300 })],
    ['at no time', forged({ at: null })],
    ['with half a millisecond', forged({ at: 0.5 })],
    ['that counts below none', forged({ total: [-1, true] })],
    ['after nothing', forged({ sources: { beijing: [] } })],
    ['after an object', forged({ sources: { beijing: [{ $where: 1 }] } })],
    ['with more than it has', forged({ index: 'payment-*' })],
  ])('%s is refused', (_, text) => {
    expect(() => readCursor(text, SEARCH)).toThrow(
      'Body field cursor: has to be the cursor of an answer to the same search',
    );
  });
});
