import fc from 'fast-check';
import { LineSplitter } from './LineSplitter';

it('finds the same lines however the stream is cut into chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', '你', '🚢', '\n') })),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (texts, sizes) => {
        const content = texts.join('');
        const bytes = Buffer.from(content);
        const splitter = new LineSplitter(1_000);
        const found: string[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length];
          for (const line of splitter.push(bytes.subarray(at, at + size))) {
            found.push(line.bytes.toString());
          }
          at += size;
        }
        const rest = splitter.rest()?.bytes.toString() ?? '';
        expect([...found, rest].join('\n')).toBe(content);
      },
    ),
  );
});

it('holds no more of a line than its limit', () => {
  const splitter = new LineSplitter(4);
  expect(splitter.push(Buffer.from('abc'))).toEqual([]);
  expect(splitter.push(Buffer.from('defghi'))).toEqual([]);
  const [long, short] = splitter.push(Buffer.from('jkl\nmnop\n'));
  expect(long).toEqual({ bytes: Buffer.from('abcd'), cut: true });
  expect(short).toEqual({ bytes: Buffer.from('mnop'), cut: false });
  expect(splitter.rest()).toBeUndefined();
});
