import { ControlError } from './control-error';

interface NumberRange {
  min: number;
  max: number;
  /** Whole numbers only. */
  whole?: boolean;
}

/** Reads the fields of a JSON body one by one; whatever is not as it should be is refused by its name. */
export class Input {
  readonly #fields: Readonly<Record<string, unknown>>;

  /**
   * @throws ControlError when the body is no object or has a field that nobody reads.
   */
  constructor(body: unknown, known: readonly string[]) {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new ControlError(400, 'The body must be a JSON object');
    }
    this.#fields = { ...body };
    for (const field of Object.keys(this.#fields)) {
      if (!known.includes(field)) {
        throw new ControlError(400, `There is no field "${field}"`, {
          field,
          allowed: known,
        });
      }
    }
  }

  /** @throws ControlError when the body has any field. */
  static empty(body: unknown): Input {
    return new Input(body, []);
  }

  has(field: string): boolean {
    return this.#fields[field] !== undefined;
  }

  text(field: string): string {
    const value = this.#fields[field];
    if (typeof value !== 'string' || value.trim() === '') {
      throw new ControlError(400, `"${field}" must be a text`, { field });
    }
    return value.trim();
  }

  oneOf<T extends string>(field: string, allowed: readonly T[]): T {
    const value = this.#fields[field];
    const found = allowed.find(item => item === value);
    if (found === undefined) {
      throw new ControlError(
        400,
        `"${field}" must be one of ${allowed.join(', ')}`,
        { field, allowed },
      );
    }
    return found;
  }

  number(field: string, { min, max, whole }: NumberRange): number {
    const value = this.#fields[field];
    const fits =
      typeof value === 'number' &&
      value >= min &&
      value <= max &&
      (!whole || Number.isInteger(value));
    if (!fits) {
      throw new ControlError(
        400,
        `"${field}" must be a ${
          whole ? 'whole ' : ''
        }number from ${min} to ${max}`,
        { field, allowed: [String(min), String(max)] },
      );
    }
    return value;
  }
}
