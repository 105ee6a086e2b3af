import { plainLine } from '@pilothouse/plugin-release-common';

const LONGEST_TITLE = 200;

/** The title of a page: that of its front matter, else its first heading, else the name of its file. */
export function titleOf(
  front: Readonly<Record<string, unknown>>,
  body: string,
  path: string,
): string {
  const { title } = front;
  const chosen =
    (typeof title === 'string' && plainLine(title, LONGEST_TITLE)) ||
    plainLine(firstHeading(body) ?? '', LONGEST_TITLE);
  return chosen || plainLine(path.split('/').at(-1) ?? path, LONGEST_TITLE);
}

/** A line that begins with `#` within a block of code is a comment of a shell. */
function firstHeading(body: string): string | undefined {
  let fence: string | undefined;
  for (const line of body.slice(0, 20_000).split('\n')) {
    const [, mark] = /^ {0,3}(```+|~~~+)/.exec(line) ?? [];
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence !== undefined && mark.startsWith(fence)) {
      fence = undefined;
    } else if (fence === undefined) {
      const [, text] = /^#[ \t]+(.{1,1000})/.exec(line) ?? [];
      if (text) return withoutMarks(text);
    }
  }
  return undefined;
}

/** `# **Redis** is [full](x) {#full} ##` is Redis is full. */
function withoutMarks(text: string): string {
  return text
    .replace(/\s+#+\s*$/, '')
    .replace(/\{[^{}]{0,200}\}\s*$/, '')
    .replace(/!?\[([^\][]{0,300})\]\([^()]{0,500}\)/g, '$1')
    .replace(/[*`]+/g, '');
}
