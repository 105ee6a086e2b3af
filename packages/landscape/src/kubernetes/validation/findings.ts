import { isObject } from '../json';
import type { Json } from '../types';
import type { FieldError } from './field-error';

function list(values: readonly string[]): string {
  return values.map(value => JSON.stringify(value)).join(', ');
}

/** JSON as Go writes it: maps of strings, which are labels here, in the order of their keys. */
function quote(value: Json | undefined): string {
  return JSON.stringify(value ?? null, (_key, child: Json) => {
    if (!isObject(child)) return child;
    const entries = Object.entries(child);
    return entries.every(([, text]) => typeof text === 'string')
      ? Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
      : child;
  });
}

/** Collects what is wrong with an object, worded as the real server does. */
export class Findings {
  readonly errors: FieldError[] = [];

  required(field: string, detail = ''): void {
    this.#add('FieldValueRequired', field, 'Required value', detail);
  }

  /** `value` is what the message quotes; the server's own view of it where that differs from the API's. */
  invalid(field: string, value: Json | undefined, detail: string): void {
    this.#add(
      'FieldValueInvalid',
      field,
      `Invalid value: ${quote(value)}`,
      detail,
    );
  }

  notSupported(
    field: string,
    value: Json | undefined,
    supported: readonly string[],
  ): void {
    const quoted = JSON.stringify(value ?? '');
    this.#add(
      'FieldValueNotSupported',
      field,
      `Unsupported value: ${quoted}`,
      `supported values: ${list(supported)}`,
    );
  }

  forbidden(field: string, detail: string): void {
    this.#add('FieldValueForbidden', field, 'Forbidden', detail);
  }

  duplicate(field: string, value: Json): void {
    this.#add(
      'FieldValueDuplicate',
      field,
      `Duplicate value: ${JSON.stringify(value)}`,
    );
  }

  notFound(field: string, value: Json): void {
    this.#add(
      'FieldValueNotFound',
      field,
      `Not found: ${JSON.stringify(value)}`,
    );
  }

  tooLong(field: string, most: number): void {
    this.#add(
      'FieldValueTooLong',
      field,
      'Too long',
      `may not be more than ${most} bytes`,
    );
  }

  typeInvalid(field: string, actual: string, expected: string): void {
    const quoted = JSON.stringify(actual);
    this.#add(
      'FieldValueTypeInvalid',
      field,
      `Invalid value: ${quoted}`,
      `${field} in body must be of type ${expected}: ${quoted}`,
    );
  }

  /** One `invalid` per message, for checks that return what is wrong with a string. */
  each(field: string, value: Json, messages: readonly string[]): void {
    for (const message of messages) this.invalid(field, value, message);
  }

  #add(
    reason: FieldError['reason'],
    field: string,
    message: string,
    detail = '',
  ): void {
    this.errors.push({
      reason,
      message: detail ? `${message}: ${detail}` : message,
      field,
    });
  }
}
