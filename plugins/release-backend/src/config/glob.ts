/**
 * A matcher for a pattern in which `*` stands for any characters, also none.
 *
 * Linear in the text however many stars there are: between stars the leftmost place is always the right one.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  const [head, ...tail] = pattern.split('*');
  const last = tail.pop();
  if (last === undefined) return text => text === head;
  return text => {
    if (text.length < head.length + last.length) return false;
    if (!text.startsWith(head) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let from = head.length;
    for (const part of tail) {
      const at = text.indexOf(part, from);
      if (at < 0 || at + part.length > end) return false;
      from = at + part.length;
    }
    return true;
  };
}
