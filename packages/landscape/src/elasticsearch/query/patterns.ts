/** Whether a whole text fits. */
export type TextTest = (text: string) => boolean;

/** `*` for any characters, `?` for one, a backslash before what is meant as it stands. */
export function wildcard(pattern: string, ignoreCase = false): TextTest {
  const pieces: (string | { any: 'one' | 'many' })[] = [];
  const signs = [...pattern];
  for (let index = 0; index < signs.length; index++) {
    const sign = signs[index];
    if (sign === '*') pieces.push({ any: 'many' });
    else if (sign === '?') pieces.push({ any: 'one' });
    else if (sign === '\\' && index + 1 < signs.length) {
      index += 1;
      pieces.push(signs[index]);
    } else pieces.push(sign);
  }
  return text => {
    const given = [...(ignoreCase ? text.toLowerCase() : text)];
    // The last star takes one more when what follows it does not fit: never more than the product of both lengths.
    let at = 0;
    let piece = 0;
    let star = -1;
    let mark = 0;
    while (at < given.length) {
      const wanted = pieces.at(piece);
      const fits =
        piece < pieces.length &&
        (typeof wanted === 'string'
          ? (ignoreCase ? wanted.toLowerCase() : wanted) === given[at]
          : wanted?.any === 'one');
      if (fits) {
        at += 1;
        piece += 1;
      } else if (typeof wanted === 'object' && piece < pieces.length) {
        star = piece;
        mark = at;
        piece += 1;
      } else if (star >= 0) {
        piece = star + 1;
        mark += 1;
        at = mark;
      } else return false;
    }
    return pieces
      .slice(piece)
      .every(rest => typeof rest === 'object' && rest.any === 'many');
  };
}
