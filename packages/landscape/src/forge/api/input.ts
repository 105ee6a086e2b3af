import { ForgeRefusal } from '../http';

/** More than this many of a list are never answered at once. */
const LARGEST_PAGE = 100;

export interface Page {
  number: number;
  size: number;
}

/** The fields of a request, from its query and from its body, read one by one. */
export class Input {
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(query: URLSearchParams, body: Record<string, unknown> = {}) {
    const fields = new Map<string, unknown>(query);
    for (const [name, value] of Object.entries(body)) {
      if (value !== null && value !== undefined) fields.set(name, value);
    }
    this.#fields = fields;
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** @throws ForgeRefusal 400 when it is missing or no text */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined || value === '') {
      throw new ForgeRefusal(400, { error: `${name} is missing` });
    }
    return value;
  }

  /** @throws ForgeRefusal 400 when it is no text */
  optionalText(name: string): string | undefined {
    const value = this.#fields.get(name);
    if (typeof value === 'number') return String(value);
    if (value === undefined || typeof value === 'string') return value;
    throw invalid(name);
  }

  /** @throws ForgeRefusal 400 when it is neither true nor false */
  flag(name: string): boolean | undefined {
    const value = this.#fields.get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === '1') return true;
    if (value === 'false' || value === '0' || value === '') return false;
    throw invalid(name);
  }

  /** @throws ForgeRefusal 400 when it is no whole number above 0 */
  positive(name: string): number | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid(name);
    return Number(text);
  }

  /** @throws ForgeRefusal 400 when it is none of them */
  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    const found = allowed.find(item => item === text);
    if (found === undefined) {
      throw new ForgeRefusal(400, {
        error: `${name} does not have a valid value`,
      });
    }
    return found;
  }

  /** A list, or texts with commas between them. */
  texts(name: string): string[] | undefined {
    const value = this.#fields.get(name) ?? this.#fields.get(`${name}[]`);
    if (value === undefined) return undefined;
    const items = Array.isArray(value) ? value : String(value).split(',');
    return items.map(item => String(item).trim()).filter(Boolean);
  }

  /** @throws ForgeRefusal 400 when it is no list of objects */
  objects(name: string): Input[] | undefined {
    const value = this.#fields.get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw invalid(name);
    return value.map(item => {
      if (!isRecord(item)) throw invalid(name);
      return new Input(new URLSearchParams(), item);
    });
  }

  page(): Page {
    return {
      number: this.positive('page') ?? 1,
      size: Math.min(LARGEST_PAGE, this.positive('per_page') ?? 20),
    };
  }
}

/** Whether JSON from outside is an object with fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(name: string): ForgeRefusal {
  return new ForgeRefusal(400, { error: `${name} is invalid` });
}
