type Source = Readonly<Record<string, unknown>>;

const DEEPEST = 8;
/** Of the other fields of a line, and the letters of a name, of a value and of all. */
const MOST_FIELDS = 64;
const LONGEST_NAME = 200;
const LONGEST_VALUE = 1_000;
const LONGEST_ALL = 16_384;

/**
 * The value of a field: documents may have `a.b.c` as objects in each other, as one name with dots, or as anything
 * between.
 */
export function valueAt(
  source: unknown,
  name: string,
  depth: number = DEEPEST,
): unknown {
  if (!isObject(source) || depth === 0) return undefined;
  if (Object.hasOwn(source, name)) return source[name];
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const first = name.slice(0, dot);
    if (!Object.hasOwn(source, first)) continue;
    const value = valueAt(source[first], name.slice(dot + 1), depth - 1);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A text, or what stands for one; `undefined` for what is not there. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** At most so many UTF-16 units, and no half of a character at the end. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/** All other fields of a line in one list, as far as there is room. */
export function otherFields(
  source: Source,
  known: ReadonlySet<string>,
): Record<string, string> | undefined {
  const found = new Map<string, string>();
  let room = LONGEST_ALL;
  const add = (name: string, value: unknown, depth: number) => {
    if (found.size >= MOST_FIELDS || room <= 0 || known.has(name)) return;
    if (isObject(value) && depth > 0) {
      for (const [key, inner] of Object.entries(value)) {
        add(name ? `${name}.${key}` : key, inner, depth - 1);
      }
      return;
    }
    const text = textOf(value);
    if (text === undefined || name.length > LONGEST_NAME) return;
    const kept = cutTo(text, LONGEST_VALUE);
    room -= name.length + kept.length;
    if (room >= 0) found.set(name, kept);
  };
  add('', source, DEEPEST);
  // Not by assignment: a field may be called __proto__.
  return found.size > 0 ? Object.fromEntries(found) : undefined;
}

function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
