import { LINE_BYTES, TIMESTAMP_BYTES, toLogLine } from './logLine';
import { LineSplitter } from '../connection/LineSplitter';

const line = (bytes: string | Buffer, cut = false) =>
  toLogLine({ bytes: Buffer.from(bytes), cut });

it.each([
  ['2026-11-20T00:00:00.123456789Z hello'],
  ['2026-11-20T00:00:00Z hello'],
  ['2026-11-20T08:00:00.1+08:00 hello'],
])('takes the time off %s', content => {
  expect(line(content)).toEqual({
    at: content.slice(0, -' hello'.length),
    text: 'hello',
  });
});

it('leaves alone what only looks like a time, and keeps spaces', () => {
  expect(line('2026-11-20 hello')).toEqual({ text: '2026-11-20 hello' });
  expect(line('2026-11-20T00:00:00Z   indented\r')).toEqual({
    at: '2026-11-20T00:00:00Z',
    text: '  indented',
  });
  expect(line('2026-11-20T00:00:00Z ')).toEqual({
    at: '2026-11-20T00:00:00Z',
    text: '',
  });
});

it('replaces bytes that are no UTF-8', () => {
  expect(line(Buffer.from([0x61, 0xb0, 0xa1, 0x62]))).toEqual({
    text: 'a\ufffd\ufffdb',
  });
});

it.each(['é', '你', '🚢'])('cuts between characters: %s', character => {
  const limit = LINE_BYTES + TIMESTAMP_BYTES;
  for (let before = 0; before < 4; before++) {
    const splitter = new LineSplitter(limit);
    const long = '-'.repeat(before) + character.repeat(limit);
    const [split] = splitter.push(Buffer.from(`${long}\n`));
    const { text, cut } = toLogLine(split);
    expect(cut).toBe(true);
    expect(text).not.toContain('\ufffd');
    const missing = limit - Buffer.byteLength(text);
    expect(missing).toBeLessThan(Buffer.byteLength(character));
  }
});
