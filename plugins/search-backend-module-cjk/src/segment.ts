/** One normalised character, and the place in the original text that it stands for. */
export interface Character {
  text: string;
  start: number;
  end: number;
}

/** A run of CJK characters, or a word of any other script. */
export interface Segment {
  cjk: boolean;
  characters: readonly Character[];
}

// What NFKC may compose to one character: Hangul written in its parts, half-width katakana with its voice mark, and a
// letter with accents. Normalised piece by piece, so that every result still knows its place in the original.
const COMPOSABLE =
  /[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[\s\S][\p{M}\uff9e\uff9f]*/gu;

const WORD = /^[\p{L}\p{N}\p{M}]/u;

// By script extension, because ー and 々 belong to several scripts.
const CJK =
  /^(?=[\p{L}\p{N}\p{M}])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}]/u;

// Markdown is wrapped anywhere within Chinese text, so a line's end does not end a run.
const LINE_WRAP = /^[ \t]*\r?\n[ \t]*$/;

/**
 * Divides a text into words and runs of CJK characters, in order. Case, width (`ＡＰＩ`, `ﾒﾓﾘ`) and composition are
 * folded, as NFKC and lower case; punctuation and blanks are left out.
 */
export function segment(text: string): Segment[] {
  const segments: { cjk: boolean; characters: Character[] }[] = [];
  let open: (typeof segments)[number] | undefined;
  for (const character of charactersOf(text)) {
    if (!WORD.test(character.text)) {
      open = undefined;
      continue;
    }
    const cjk = CJK.test(character.text);
    const previous = segments.at(-1);
    const before = previous?.characters.at(-1);
    if (!open && cjk && previous?.cjk && before) {
      const between = text.slice(before.end, character.start);
      if (LINE_WRAP.test(between)) open = previous;
    }
    if (open?.cjk !== cjk) {
      open = { cjk, characters: [] };
      segments.push(open);
    }
    open.characters.push(character);
  }
  return segments;
}

/** The normalised text of a segment. */
export function textOf(part: Segment): string {
  return part.characters.map(({ text }) => text).join('');
}

function* charactersOf(text: string): Generator<Character> {
  for (const { 0: piece, index: start } of text.matchAll(COMPOSABLE)) {
    const end = start + piece.length;
    for (const character of piece.normalize('NFKC').toLowerCase()) {
      yield { text: character, start, end };
    }
  }
}
