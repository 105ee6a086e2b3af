import { StoreError } from '../http';
import type { JsonObject } from '../json';

/**
 * What stands in a part of a request, when nothing stands there that is not known.
 *
 * @throws StoreError
 */
export function options(
  part: string,
  given: JsonObject,
  known: readonly string[],
  refuse = (name: string) => unknownField(part, name, known),
): JsonObject {
  for (const name of Object.keys(given)) {
    const isCommon = name === 'boost' || name === '_name';
    if (!known.includes(name) && !isCommon) throw refuse(name);
  }
  return given;
}

function unknownField(
  part: string,
  name: string,
  known: readonly string[],
): StoreError {
  const near = known.find(
    item => item.startsWith(name.slice(0, 4)) || item.endsWith(`_${name}`),
  );
  const hint = near ? ` did you mean [${near}]?` : '';
  return new StoreError(
    'x_content_parse_exception',
    `[${part}] unknown field [${name}]${hint}`,
  );
}

/** A field whose value the part of a request cannot have. */
export function unfit(part: string, name: string): StoreError {
  return new StoreError(
    'x_content_parse_exception',
    `[${part}] failed to parse field [${name}]`,
  );
}
