interface Level {
  path: string;
  /** Keys seen in an object; `undefined` in a list. */
  keys?: Set<string>;
  /** The key whose value comes next. */
  key: string;
  index: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Paths of the fields that an object in a JSON text has more than once, such as `spec.replicas`: what `JSON.parse` does
 * not tell. The text must be well-formed.
 */
export function duplicateFields(text: string): Set<string> {
  const duplicates = new Set<string>();
  const levels: Level[] = [];
  const here = () => {
    const top = levels.at(-1);
    if (!top) return '';
    if (!top.keys) return `${top.path}[${top.index}]`;
    return top.path ? `${top.path}.${top.key}` : top.key;
  };
  let expectsKey = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const top = levels.at(-1);
    if (token === '{') {
      levels.push({ path: here(), keys: new Set(), key: '', index: 0 });
      expectsKey = true;
    } else if (token === '[') {
      levels.push({ path: here(), key: '', index: 0 });
      expectsKey = false;
    } else if (token === '}' || token === ']') {
      levels.pop();
      expectsKey = false;
    } else if (token === ',') {
      if (top) top.index++;
      expectsKey = top?.keys !== undefined;
    } else if (token !== ':' && expectsKey && top?.keys) {
      top.key = JSON.parse(token);
      if (top.keys.has(top.key)) duplicates.add(here());
      top.keys.add(top.key);
      expectsKey = false;
    }
  }
  return duplicates;
}
