/** A stretch of text as it is, or one character that would not be seen as what it is, written out. */
export interface RevealedPart {
  text: string;
  hidden: boolean;
}

export interface RevealedText {
  parts: RevealedPart[];
  /** How many characters were left out at the end. */
  left: number;
}

/**
 * Characters by which a text can look like another one: controls, formats (among them bidi overrides, zero-width
 * characters and tags), line separators, lone surrogates, private use, and letters that are drawn as nothing.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/u;

/** Spaces that look like the common one. */
const SPACES = /[\p{Zs}]/u;

/** More marks than this on one letter cover the lines around it. */
const MAX_MARKS = 4;

/**
 * Takes a text from outside apart so that nothing in it hides: at most `max` characters, each that would be invisible or
 * reorder its neighbours written as `\u{202e}`.
 */
export function revealHidden(value: string, max: number): RevealedText {
  const parts: RevealedPart[] = [];
  let shown = 0;
  let marks = 0;
  let left = 0;
  for (const character of value) {
    if (shown >= max) {
      left++;
      continue;
    }
    shown++;
    marks = /\p{M}/u.test(character) ? marks + 1 : 0;
    const hidden =
      HIDDEN.test(character) ||
      (character !== ' ' && SPACES.test(character)) ||
      marks > MAX_MARKS;
    const text = hidden ? escapeOf(character) : character;
    const last = parts.at(-1);
    if (last?.hidden === hidden) last.text += text;
    else parts.push({ text, hidden });
  }
  return { parts, left };
}

/** The same as one text, for attributes, which cannot be marked up. */
export function revealedText(value: string, max: number): string {
  const { parts, left } = revealHidden(value, max);
  return parts.map(part => part.text).join('') + (left > 0 ? '…' : '');
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  if (character === '\r') return '\\r';
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
