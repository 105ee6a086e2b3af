/** The lines of both texts, marked `-` (only in the first), `+` (only in the second), or neither; empty when equal. */
export function difference(first: string, second: string): string[] {
  if (first === second) return [];
  const a = first.split('\n');
  const b = second.split('\n');
  // longest[i][j]: length of the longest common subsequence of a from i on and b from j on.
  const longest = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i][j] =
        a[i] === b[j]
          ? longest[i + 1][j + 1] + 1
          : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i++]}`);
      j++;
    } else if (
      j === b.length ||
      (i < a.length && longest[i + 1][j] >= longest[i][j + 1])
    ) {
      lines.push(`- ${a[i++]}`);
    } else {
      lines.push(`+ ${b[j++]}`);
    }
  }
  return withContext(lines);
}

const CONTEXT = 2;

function withContext(lines: string[]): string[] {
  return lines.filter((_, index) =>
    lines
      .slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1)
      .some(line => !line.startsWith('  ')),
  );
}
