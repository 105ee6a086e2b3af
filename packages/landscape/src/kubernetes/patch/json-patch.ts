import { ApiError } from '../api-error';
import {
  deepEqual,
  isObject,
  jsonKind,
  ownValue,
  setKey,
  type JsonObject,
} from '../json';
import type { Json } from '../types';

const MOST_OPERATIONS = 10_000;
/** Each copy may double a document: so much may all of a patch's together add to it, as JSON. */
const MOST_COPIED = 3 * 1024 * 1024;

/** Somewhere a value can be read and written: a key of an object or an index of an array. */
interface Place {
  parent: JsonObject | Json[];
  key: string;
}

/** The real server keeps to itself which operation failed, and why. */
function failed(): ApiError {
  return new ApiError(
    'Invalid',
    'the server rejected our request due to an error in our request',
    {},
  );
}

function notOperations(value: Json, goType: string): ApiError {
  return new ApiError(
    'BadRequest',
    `error decoding patch: json: cannot unmarshal ${jsonKind(
      value,
    )} into Go value of type ${goType}`,
  );
}

function find(doc: Json, pointer: Json | undefined): Place {
  if (typeof pointer !== 'string') throw failed();
  // What stands before the first slash is ignored, as the real server does.
  const [, ...tokens] = pointer
    .split('/')
    .map(token => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = tokens.pop();
  if (key === undefined) throw failed();
  let parent = doc;
  for (const token of tokens) parent = read(container(parent), token) ?? null;
  return { parent: container(parent), key };
}

function container(value: Json): JsonObject | Json[] {
  if (!isObject(value) && !Array.isArray(value)) throw failed();
  return value;
}

/** Negative indices count from the end, as in the real server. */
function indexIn(key: string, length: number): number {
  if (!/^[+-]?\d+$/.test(key)) throw failed();
  const index = Number(key) < 0 ? Number(key) + length : Number(key);
  if (index < 0 || index >= length) throw failed();
  return index;
}

function read(parent: JsonObject | Json[], key: string): Json | undefined {
  if (Array.isArray(parent)) return parent[indexIn(key, parent.length)];
  return ownValue(parent, key);
}

function add({ parent, key }: Place, value: Json): void {
  if (!Array.isArray(parent)) setKey(parent, key, value);
  else if (key === '-') parent.push(value);
  else parent.splice(indexIn(key, parent.length + 1), 0, value);
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(indexIn(key, parent.length), 1);
  else if (!Object.hasOwn(parent, key)) throw failed();
  else delete parent[key];
}

function replace({ parent, key }: Place, value: Json): void {
  if (Array.isArray(parent)) parent[indexIn(key, parent.length)] = value;
  else setKey(parent, key, value);
}

function valueOf(operation: JsonObject): Json {
  return structuredClone(operation.value ?? null);
}

function applyOperation(
  doc: Json,
  operation: JsonObject,
  budget: { toCopy: number },
): Json {
  const { op, path } = operation;
  if (path === '' && op === 'replace')
    return structuredClone(container(operation.value));
  if (path === '' && op === 'test') {
    if (!deepEqual(doc, operation.value)) throw failed();
    return doc;
  }
  switch (op) {
    case 'add':
      add(find(doc, path), valueOf(operation));
      return doc;
    case 'remove':
      remove(find(doc, path));
      return doc;
    case 'replace':
      replace(find(doc, path), valueOf(operation));
      return doc;
    case 'move': {
      const from = find(doc, operation.from);
      const value = read(from.parent, from.key) ?? null;
      remove(from);
      add(find(doc, path), value);
      return doc;
    }
    case 'copy': {
      const from = find(doc, operation.from);
      const value = read(from.parent, from.key) ?? null;
      budget.toCopy -= JSON.stringify(value).length;
      if (budget.toCopy < 0) throw failed();
      add(find(doc, path), structuredClone(value));
      return doc;
    }
    case 'test': {
      const { parent, key } = find(doc, path);
      if (!deepEqual(read(parent, key) ?? null, operation.value ?? null))
        throw failed();
      return doc;
    }
    default:
      throw failed();
  }
}

/**
 * JSON patch (RFC 6902), with the liberties the real server takes: `replace` may add a key, `copy` may copy what is
 * not there, a missing value equals `null` in `test`.
 *
 * @throws ApiError Invalid when an operation fails, BadRequest when the patch is no list of operations
 */
export function applyJsonPatch(doc: Json, ops: Json): Json {
  if (ops === null) return doc;
  if (!Array.isArray(ops)) throw notOperations(ops, '[]handlers.jsonPatchOp');
  if (ops.length > MOST_OPERATIONS)
    throw new ApiError(
      'RequestEntityTooLarge',
      `The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${ops.length}`,
    );
  const budget = { toCopy: MOST_COPIED };
  return ops.reduce<Json>((patched, operation) => {
    if (!isObject(operation))
      throw notOperations(operation, 'handlers.jsonPatchOp');
    return applyOperation(patched, operation, budget);
  }, structuredClone(doc));
}
