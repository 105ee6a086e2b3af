import { isObject, jsonKind, setKey, type JsonObject } from '../json';
import { formatQuantity, parseQuantity } from '../quantity';
import type { Json } from '../types';
import { cannotConvert, type Container } from './mismatch';
import type { SchemaNode } from './schema-node';
import {
  addAlwaysWritten,
  emptyValue,
  isLeftOut,
  isStruct,
} from './zero-values';

const BAD_QUANTITY =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SECOND = '\\d{4}-(0[1-9]|1[0-2])-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d';
/** Times as the server writes them, or none: they need no parsing. */
const TIME = new RegExp(`^(${SECOND}Z)?$`);
const MICRO_TIME = new RegExp(`^(${SECOND}\\.\\d{6}Z)?$`);
const INTEGER_LIMITS: Record<string, number> = {
  int32: 2 ** 31,
  int64: 2 ** 63,
};

/** What is wrong with a body, in the words of the real server. */
export interface Problems {
  /** The first value of a wrong type: nothing can be made of the body. */
  fatal?: string;
  /** Fields that the kind does not have, or that the body has twice: `unknown field "spec.foo"`. */
  strict: string[];
}

/** How a body gets into Go's types: read from JSON, or converted from Go maps as after a strategic merge patch. */
export type Dialect = 'json' | 'unstructured';

/** Where a value is: spelled out only when there is something to say about it. */
interface Place {
  outside?: Place;
  /** The key in an object or the index in a list. */
  key: string | number;
  /** The struct around the value: `DeploymentSpec`. */
  struct: string;
  /** A key of a map, which Go does not count as a field. */
  isMapKey?: boolean;
}

/** `spec.template.spec.containers[0].image` */
function pathOf({ outside, key }: Place): string {
  if (!outside) return String(key);
  const before = pathOf(outside);
  if (typeof key === 'number') return `${before}[${key}]`;
  return before ? `${before}.${key}` : key;
}

/** `spec.template.spec.containers.image`: how Go names a field when it reads JSON. */
function fieldOf({ outside, key, isMapKey }: Place): string {
  if (!outside) return String(key);
  const before = fieldOf(outside);
  if (typeof key === 'number' || isMapKey) return before;
  return before ? `${before}.${key}` : key;
}

/**
 * Reads JSON as the real server does when it reads into its Go types and writes it again: unknown fields and empty
 * optional ones fall away, structs are there even when nothing was said about them (`resources: {}`), quantities and
 * times take their canonical form.
 */
class Reader {
  readonly problems: Problems = { strict: [] };
  readonly #dialect: Dialect;
  readonly #duplicates: ReadonlySet<string>;

  constructor(dialect: Dialect, duplicates: ReadonlySet<string>) {
    this.#dialect = dialect;
    this.#duplicates = duplicates;
  }

  read(value: Json, schema: SchemaNode, place: Place): Json {
    if (schema.preserveUnknownFields) return value;
    if (schema.goType === 'resource.Quantity') return this.#quantity(value);
    if (schema.intOrString) return this.#intOrString(value, place);
    switch (schema.type) {
      case 'object':
        return this.#object(value, schema, place);
      case 'array':
        return this.#array(value, schema, place);
      case 'string':
        return this.#string(value, schema, place);
      case 'boolean':
        if (typeof value !== 'boolean') this.#mismatch(value, 'bool', place);
        return value;
      case 'integer':
        return this.#integer(value, schema, place);
      case 'number':
        if (typeof value !== 'number')
          this.#mismatch(value, schema.goType, place);
        return value;
      default:
        return value;
    }
  }

  #object(value: Json, schema: SchemaNode, place: Place): Json {
    const { additionalProperties: values } = schema;
    if (!isObject(value)) {
      this.#mismatch(
        value,
        schema.goType,
        place,
        isStruct(schema) ? 'struct' : 'map',
      );
      return value;
    }
    if (isStruct(schema)) return this.#struct(value, schema, place);
    if (typeof values !== 'object') return value;
    const result: JsonObject = {};
    const { struct } = place;
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      const here = { outside: place, key, struct, isMapKey: true };
      this.#checkDuplicate(here);
      setKey(
        result,
        key,
        item === null ? emptyValue(values) : this.read(item, values, here),
      );
    }
    return result;
  }

  #struct(value: JsonObject, schema: SchemaNode, outside: Place): JsonObject {
    const struct = schema.goType.slice(schema.goType.lastIndexOf('.') + 1);
    const fields = schema.properties ?? {};
    const result: JsonObject = {};
    for (const [name, item] of Object.entries(value)) {
      const place = { outside, key: name, struct };
      if (!Object.hasOwn(fields, name)) {
        this.problems.strict.push(`unknown field "${pathOf(place)}"`);
        continue;
      }
      this.#checkDuplicate(place);
      if ((item ?? null) === null) continue;
      const read = this.read(item, fields[name], place);
      if (!isLeftOut(name, read, fields[name])) result[name] = read;
    }
    addAlwaysWritten(result, schema);
    return result;
  }

  #array(value: Json, schema: SchemaNode, place: Place): Json {
    const { items } = schema;
    if (!Array.isArray(value)) {
      this.#mismatch(value, schema.goType, place, 'slice');
      return value;
    }
    if (!items) return value;
    return value.map((item, index) =>
      item === null
        ? emptyValue(items)
        : this.read(item, items, {
            outside: place,
            key: index,
            struct: place.struct,
          }),
    );
  }

  #string(value: Json, schema: SchemaNode, place: Place): Json {
    if (typeof value !== 'string') {
      const goType = schema.format === 'date-time' ? 'string' : schema.goType;
      this.#mismatch(value, goType, place);
      return value;
    }
    if (schema.format === 'byte') this.#checkBase64(value);
    return schema.format === 'date-time' ? this.#time(value, schema) : value;
  }

  #time(value: string, schema: SchemaNode): string {
    const isMicroTime = schema.goType.endsWith('MicroTime');
    if ((isMicroTime ? MICRO_TIME : TIME).test(value)) return value;
    const time = Date.parse(value);
    if (Number.isNaN(time)) {
      const quoted = JSON.stringify(value);
      this.#fail(
        `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`,
      );
      return value;
    }
    const iso = new Date(time).toISOString();
    return isMicroTime ? iso.replace('Z', '000Z') : iso.replace(/\.\d+Z$/, 'Z');
  }

  #integer(value: Json, schema: SchemaNode, place: Place): Json {
    const limit = INTEGER_LIMITS[schema.goType] ?? INTEGER_LIMITS.int64;
    if (
      typeof value !== 'number' ||
      !Number.isInteger(value) ||
      Math.abs(value) >= limit
    )
      this.#mismatch(value, schema.goType, place);
    return value;
  }

  #intOrString(value: Json, place: Place): Json {
    if (typeof value !== 'string')
      this.#integer(value, { type: 'integer', goType: 'int32' }, place);
    return value;
  }

  #quantity(value: Json): Json {
    const parsed =
      typeof value === 'number' || typeof value === 'string'
        ? parseQuantity(String(value).trim())
        : undefined;
    if (parsed) return formatQuantity(parsed);
    this.#fail(BAD_QUANTITY);
    return value;
  }

  #checkBase64(value: string): void {
    const bad = /[^A-Za-z0-9+/=\r\n]/.exec(value);
    const length = value.replace(/[\r\n]/g, '').length;
    if (bad) this.#fail(`illegal base64 data at input byte ${bad.index}`);
    else if (length % 4 !== 0)
      this.#fail(`illegal base64 data at input byte ${length - (length % 4)}`);
  }

  #checkDuplicate(place: Place): void {
    if (this.#duplicates.size === 0) return;
    const path = pathOf(place);
    if (this.#duplicates.has(path))
      this.problems.strict.push(`duplicate field "${path}"`);
  }

  #fail(message: string): void {
    this.problems.fatal ??= message;
  }

  #mismatch(
    value: Json,
    goType: string,
    place: Place,
    container?: Container,
  ): void {
    if (this.#dialect === 'unstructured') {
      this.#fail(cannotConvert(value, goType, container));
      return;
    }
    const kind = jsonKind(value);
    const number =
      kind === 'number' && /^(u?int|float)/.test(goType) && !container
        ? ` ${value}`
        : '';
    const where = place.struct
      ? `struct field ${place.struct}.${fieldOf(place)}`
      : 'value';
    this.#fail(
      `json: cannot unmarshal ${kind}${number} into Go ${where} of type ${goType}`,
    );
  }
}

/**
 * Reads a value as the real server's Go types do.
 *
 * @param duplicates - paths of fields that the text of the body had twice
 */
export function readTyped(
  value: Json,
  schema: SchemaNode,
  options: { dialect?: Dialect; duplicates?: ReadonlySet<string> } = {},
): { value: Json; problems: Problems } {
  const reader = new Reader(
    options.dialect ?? 'json',
    options.duplicates ?? new Set(),
  );
  const result = reader.read(value, schema, { key: '', struct: '' });
  return { value: result, problems: reader.problems };
}
