/**
 * Reads one thing out of what a cluster sent: keeps what is known, of the right type and within its bounds, and
 * nothing else. `undefined` where it is missing or something else.
 */
export type Reader<T> = (input: unknown) => T | undefined;

/** A reader without whose part the whole is nothing. */
export type Needed<T> = Reader<T> & { readonly needed: true };

type Shape = Readonly<Record<string, Reader<unknown>>>;
type Read<R> = R extends Reader<infer T> ? T : never;
type NeededKeys<S extends Shape> = {
  [Key in keyof S]: S[Key] extends Needed<unknown> ? Key : never;
}[keyof S];

export type ShapeOf<S extends Shape> = {
  [Key in NeededKeys<S>]: Read<S[Key]>;
} & {
  [Key in Exclude<keyof S, NeededKeys<S>>]?: Read<S[Key]>;
};

const MOST_ITEMS = 100;

export function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

/** Text of at most `most` characters; more is cut. */
export function text(most: number): Reader<string> {
  return input => {
    if (typeof input !== 'string') return undefined;
    if (input.length <= most) return input;
    // A copy: a slice would keep the whole of a hostile megabyte in memory.
    return Buffer.from(input.slice(0, most)).toString();
  };
}

export function number(input: unknown): number | undefined {
  return typeof input === 'number' && Number.isFinite(input)
    ? input
    : undefined;
}

export function flag(input: unknown): boolean | undefined {
  return typeof input === 'boolean' ? input : undefined;
}

/** `25%` or `1`: Kubernetes' IntOrString. */
export function numberOrText(input: unknown): number | string | undefined {
  return number(input) ?? text(64)(input);
}

/** A list; items that cannot be read are left out. */
export function list<T>(read: Reader<T>, most = MOST_ITEMS): Reader<T[]> {
  return input => {
    if (!Array.isArray(input)) return undefined;
    const items: T[] = [];
    for (const entry of input) {
      if (items.length === most) break;
      const item = read(entry);
      if (item !== undefined) items.push(item);
    }
    Object.freeze(items);
    return items;
  };
}

/** A map by text, such as labels. */
export function record<T>(
  read: Reader<T>,
  { most = MOST_ITEMS, except }: { most?: number; except?: string } = {},
): Reader<Record<string, T>> {
  return input => {
    if (!isRecord(input)) return undefined;
    const entries: [string, T][] = [];
    for (const key of Object.keys(input)) {
      if (entries.length === most) break;
      if (key === except) continue;
      const value = read(input[key]);
      if (value !== undefined) entries.push([key, value]);
    }
    // fromEntries makes `__proto__` a key like any other.
    const result = Object.fromEntries(entries);
    Object.freeze(result);
    return result;
  };
}

/** An object with these fields and no others. */
export function shape<S extends Shape>(fields: S): Reader<ShapeOf<S>> {
  const entries = Object.entries(fields).map(([key, read]) => ({
    key,
    read,
    needed: 'needed' in read,
  }));
  return input => {
    if (!isRecord(input)) return undefined;
    const result: Record<string, unknown> = {};
    for (const { key, read, needed } of entries) {
      const value = read(input[key]);
      if (value !== undefined) result[key] = value;
      else if (needed) return undefined;
    }
    Object.freeze(result);
    // What the loop above has just built.
    return result as ShapeOf<S>;
  };
}

/** Marks a field of a shape: without it there is no object. */
export function need<T>(read: Reader<T>): Needed<T> {
  return Object.assign((input: unknown) => read(input), {
    needed: true as const,
  });
}

/** Like {@link need}, but something stands in for what is missing. */
export function orElse<T>(read: Reader<T>, standIn: T): Needed<T> {
  return need(input => read(input) ?? standIn);
}

/** JSON of any form, as it came, frozen. Only for what the API server itself has written. */
export function tree(input: unknown): object | undefined {
  if (!isRecord(input)) return undefined;
  freezeDeeply(input);
  return input;
}

function freezeDeeply(value: object): void {
  Object.freeze(value);
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) freezeDeeply(part);
  }
}
