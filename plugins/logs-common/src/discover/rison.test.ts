import fc from 'fast-check';
import { encodeRison, type RisonValue } from './rison';

const rison = jest.requireActual<{
  encode(value: unknown): string;
  decode(text: string): unknown;
}>('rison-node');

const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter(value => !Object.is(value, -0));

function values(key: fc.Arbitrary<string>): fc.Arbitrary<RisonValue> {
  return fc.letrec<{ value: RisonValue }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      number,
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom("it's!", '!t', '-1', '', ' ', '(a:b)', '订单', 'a,b:c'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;
}

const anyKey = fc.string().filter(key => key !== '__proto__');
/** rison-node writes keys that look like numbers as they are, even `1 `, which nobody can read. */
const wordKey = anyKey.filter(key => key === '' || Number.isNaN(Number(key)));

describe('encodeRison', () => {
  it('writes what rison-node writes', () => {
    fc.assert(
      fc.property(values(wordKey), value => {
        expect(encodeRison(value)).toBe(rison.encode(value));
      }),
    );
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(values(anyKey), value => {
        expect(rison.decode(encodeRison(value))).toEqual(value);
      }),
    );
  });

  it('leaves out what is undefined, and has no numbers beyond all bounds', () => {
    expect(encodeRison({ b: undefined, a: [1e21, Infinity, NaN] })).toBe(
      '(a:!(1e21,!n,!n))',
    );
  });
});
