import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const css = readFileSync(resolve(__dirname, 'tokens.css'), 'utf8');

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** The tokens that hold in a mode. */
function tokensOf(mode: 'light' | 'dark'): Record<string, string> {
  const blocks = css.split('}').filter(block => block.includes(`'${mode}'`));
  const pairs = blocks.flatMap(block => [
    ...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g),
  ]);
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
}

describe.each([
  { mode: 'light' as const, surface: '#ffffff', raised: '#f0f3f6' },
  { mode: 'dark' as const, surface: '#161e26', raised: '#1d2731' },
])('the colours of signs, $mode', ({ mode, surface, raised }) => {
  const tokens = tokensOf(mode);

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('version %i can be read', hue => {
    const ink = tokens['--pilothouse-version-ink'];
    const fill = tokens[`--pilothouse-version-${hue}`];
    expect(contrast(ink, fill)).toBeGreaterThanOrEqual(4.5);
    // And its square be seen.
    expect(contrast(fill, surface)).toBeGreaterThanOrEqual(3);
  });

  it('words on surfaces can be read', () => {
    const unknown = tokens['--pilothouse-unknown'];
    expect(contrast(unknown, surface)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(unknown, raised)).toBeGreaterThanOrEqual(4.5);
    expect(
      contrast(unknown, tokens['--pilothouse-unknown-subdued']),
    ).toBeGreaterThanOrEqual(4.5);
    expect(
      contrast(
        tokens['--pilothouse-canary-fg'],
        tokens['--pilothouse-canary-subdued'],
      ),
    ).toBeGreaterThanOrEqual(4.5);
  });
});
