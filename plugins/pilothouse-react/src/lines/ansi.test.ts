import { parseAnsi } from './ansi';

const ESC = '\u001b';

describe('parseAnsi', () => {
  it('leaves plain lines alone', () => {
    expect(parseAnsi('no colours <b>')).toEqual([
      { text: 'no colours <b>', bold: false, dim: false },
    ]);
  });

  it('names colours and weights', () => {
    expect(
      parseAnsi(`${ESC}[1;31mERROR${ESC}[0m ${ESC}[93mslow${ESC}[0m done`),
    ).toEqual([
      { text: 'ERROR', color: 'red', bold: true, dim: false },
      { text: ' ', color: undefined, bold: false, dim: false },
      { text: 'slow', color: 'yellow', bold: false, dim: false },
      { text: ' done', color: undefined, bold: false, dim: false },
    ]);
  });

  it('leaves out colours that nobody can vouch for, and what only terminals do', () => {
    const text = [
      `${ESC}[38;2;1;2;3mdark${ESC}[0m`,
      `${ESC}[38;5;200mpink${ESC}[0m`,
      `${ESC}[2J${ESC}[1;1H`,
      `${ESC}]8;;https://evil.test${ESC}\\link${ESC}]8;;${ESC}\\`,
      `${ESC}]0;title\u0007end`,
    ].join('');
    const segments = parseAnsi(text);
    expect(segments.map(segment => segment.text).join('')).toBe(
      'darkpinklinkend',
    );
    expect(segments.some(({ color }) => color !== undefined)).toBe(false);
  });

  it.each([
    ['at once', `${ESC}]ERROR: out of disk`],
    ['among colours', `${ESC}[31m${ESC}]8;;ERROR: out of disk${ESC}[0m`],
    ['over 4 KiB', `${ESC}]${'x'.repeat(5_000)}ERROR: out of disk\u0007`],
  ])('hides nothing behind a command that does not end, %s', (_, line) => {
    const text = parseAnsi(line)
      .map(segment => segment.text)
      .join('');
    expect(text).toContain(`${ESC}]`);
    expect(text).toContain('ERROR: out of disk');
  });
});
