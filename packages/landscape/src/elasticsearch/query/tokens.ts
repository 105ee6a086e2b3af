/** A word of a text, as the standard analyser finds them. */
export interface Token {
  term: string;
  start: number;
  end: number;
}

const LONGEST = 255;

// Words by Unicode's rules: Chinese characters stand alone, a dot joins two letters or two digits.
const CJK = String.raw`\p{sc=Han}\p{sc=Hira}`;
const LETTER = String.raw`[[\p{Alphabetic}]--[${CJK}\p{sc=Kana}]]`;
const DIGIT = String.raw`\p{Nd}`;
const PART = String.raw`(?:[${LETTER}${DIGIT}_\p{M}\p{Cf}]|(?<=${LETTER})[:.'·’](?=${LETTER})|(?<=${DIGIT})[,;.'](?=${DIGIT}))`;
const WORDS = new RegExp(
  String.raw`[${CJK}]|[\p{sc=Kana}ー]+|(?:(?![\p{M}\p{Cf}])${PART})${PART}*|\p{RGI_Emoji}`,
  'gv',
);
const REAL = new RegExp(String.raw`[\p{Alphabetic}\p{Nd}]|\p{RGI_Emoji}`, 'v');

/** The words of a text in lower case, in their order. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    if (!REAL.test(word)) continue;
    for (let from = 0; from < word.length; from += LONGEST) {
      const piece = word.slice(from, from + LONGEST);
      tokens.push({
        term: piece.toLowerCase(),
        start: index + from,
        end: index + from + piece.length,
      });
    }
  }
  return tokens;
}
