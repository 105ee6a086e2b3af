import { revealHidden } from './revealHidden';

function shown(value: string, max = 256): string {
  const { parts, left } = revealHidden(value, max);
  return (
    parts.map(part => (part.hidden ? `[${part.text}]` : part.text)).join('') +
    (left > 0 ? `…${left}` : '')
  );
}

describe('revealHidden', () => {
  it.each([
    ['what is plain', '1.4.0 订单 café 👍', '1.4.0 订单 café 👍'],
    ['bidi overrides', 'gpj\u202egnp.exe', 'gpj[\\u{202e}]gnp.exe'],
    ['isolates', '\u2066a\u2069', '[\\u{2066}]a[\\u{2069}]'],
    ['zero-width', 'pay\u200bment', 'pay[\\u{200b}]ment'],
    ['a byte order mark', '\ufeff1.0', '[\\u{feff}]1.0'],
    ['terminal escapes', '\u001b[2J', '[\\u{1b}][2J'],
    ['lines', 'a\nb\tc\u2028d', 'a[\\n]b[\\t]c[\\u{2028}]d'],
    ['invisible letters', 'a\u3164b\u2800', 'a[\\u{3164}]b[\\u{2800}]'],
    ['tags', '\u{e0061}', '[\\u{e0061}]'],
    ['half a character', 'a\ud800', 'a[\\u{d800}]'],
    ['other spaces', 'a\u00a0b', 'a[\\u{a0}]b'],
    ['nothing', '', ''],
  ])('shows %s', (_, value, expected) => {
    expect(shown(value)).toBe(expected);
  });

  it('lets marks stand on a letter, but not pile up', () => {
    expect(shown('e\u0301')).toBe('e\u0301');
    expect(shown(`Z${'\u0335'.repeat(6)}`)).toBe(
      `Z${'\u0335'.repeat(4)}[\\u{335}\\u{335}]`,
    );
  });

  it('cuts by characters, not by halves of them, and tells how many are left', () => {
    expect(shown('👍👍👍👍', 3)).toBe('👍👍👍…1');
    expect(shown('x'.repeat(1_000_000), 4)).toBe('xxxx…999996');
  });
});
