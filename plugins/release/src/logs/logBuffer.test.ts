import { appendLines, EMPTY_BUFFER, MAX_LINES } from './logBuffer';

const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ text: `${from + index}` }));

describe('appendLines', () => {
  it('numbers lines through', () => {
    const buffer = appendLines(
      appendLines(EMPTY_BUFFER, lines(2)),
      lines(1, 2),
    );
    expect(buffer.entries.map(({ id, text }) => [id, text])).toEqual([
      [0, '0'],
      [1, '1'],
      [2, '2'],
    ]);
  });

  it('drops the earliest beyond its bound, and keeps count', () => {
    const full = appendLines(EMPTY_BUFFER, lines(MAX_LINES));
    const more = appendLines(full, lines(3, MAX_LINES));
    expect(more.entries).toHaveLength(MAX_LINES);
    expect(more.entries[0]).toMatchObject({ id: 3, text: '3' });
    expect(more.entries.at(-1)).toMatchObject({ id: MAX_LINES + 2 });
    expect(more.received).toBe(MAX_LINES + 3);
  });

  it('takes more at once than it holds', () => {
    const buffer = appendLines(
      appendLines(EMPTY_BUFFER, lines(1)),
      lines(MAX_LINES + 5, 1),
    );
    expect(buffer.entries).toHaveLength(MAX_LINES);
    expect(buffer.entries[0]).toMatchObject({ id: 6, text: '6' });
    expect(buffer.received).toBe(MAX_LINES + 6);
  });

  it('is the same while nothing comes', () => {
    expect(appendLines(EMPTY_BUFFER, [])).toBe(EMPTY_BUFFER);
  });
});
