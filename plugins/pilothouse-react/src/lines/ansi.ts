import Anser from 'anser';

/** The sixteen colours that terminals have names for. Others are left out: nobody can check their contrast. */
const COLORS = new Map(
  [
    'black',
    'red',
    'green',
    'yellow',
    'blue',
    'magenta',
    'cyan',
    'white',
  ].flatMap(color => [
    [`ansi-${color}`, color],
    [`ansi-bright-${color}`, color],
  ]),
);

/**
 * Operating-system commands, such as titles and hyperlinks: they are for terminals, not for readers. One that does not
 * end is text, or it would hide the rest of the line.
 */
// eslint-disable-next-line no-control-regex -- it is control characters that are looked for
const OSC = /\u001b\][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)/g;

/** A stretch of a line that looks the same. */
export interface LogSegment {
  text: string;
  color?: string;
  bold: boolean;
  dim: boolean;
}

/** Takes the colours out of a line: what is left is text and the names of colours, never HTML. */
export function parseAnsi(line: string): LogSegment[] {
  if (!line.includes('\u001b'))
    return [{ text: line, bold: false, dim: false }];
  return Anser.ansiToJson(line.replace(OSC, ''), {
    json: true,
    remove_empty: true,
    use_classes: true,
  }).map(({ content, fg, decorations }) => ({
    text: content,
    color: COLORS.get(fg),
    bold: decorations.includes('bold'),
    dim: decorations.includes('dim'),
  }));
}
