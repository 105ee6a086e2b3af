import { InputError } from '@backstage/errors';
import { plainLine } from '@pilothouse/plugin-release-common';
import * as z from 'zod';

/** The schema of a part of what was sent, as far as it is certain. */
function partOf(
  schema: unknown,
  input: unknown,
  path: readonly PropertyKey[],
): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return partOf(schema.unwrap(), input, path);
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    // The one of them that everything but unknown keys fits.
    const { options } = schema;
    const meant = options.find(option => {
      const { error } = z.safeParse(option, input);
      return error?.issues.every(({ code }) => code === 'unrecognized_keys');
    });
    return meant && partOf(meant, input, path);
  }
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const inner: unknown = isRecord(input) ? input[String(step)] : undefined;
  if (schema instanceof z.ZodArray) return partOf(schema.element, inner, rest);
  if (!(schema instanceof z.ZodObject)) return undefined;
  return partOf(schema.shape[String(step)], inner, rest);
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null;
}

/** What a refused key could have been. */
function knownKeys(
  schema: z.ZodType,
  input: unknown,
  path: readonly PropertyKey[],
): string {
  const part = partOf(schema, input, path);
  return part instanceof z.ZodObject
    ? `; there are ${Object.keys(part.shape).join(', ')}`
    : '';
}

/**
 * Reads what came from outside, once.
 *
 * @param what - what the fields are called by people: `Query parameter`, `Path parameter`, `Body field`
 * @throws InputError that names the field and what it may be
 */
export function parseInput<T>(
  schema: z.ZodType<T>,
  input: unknown,
  what: string,
): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue.code === 'unrecognized_keys') {
    const key = [...issue.path, issue.keys[0]].join('.');
    const known = knownKeys(schema, input, issue.path);
    throw new InputError(
      `${what} ${plainLine(key, 200)}: is not known${known}`,
    );
  }
  const field = issue.path.join('.');
  if (field) throw new InputError(`${what} ${field}: ${issue.message}`);
  throw new InputError(
    what === 'Body field'
      ? 'The body has to be a JSON object, sent as application/json'
      : `The path ${issue.message}`,
  );
}
