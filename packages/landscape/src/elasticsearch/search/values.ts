import type { Field } from '../fields';
import { illegal, QueryFault } from '../http';
import type { JsonObject } from '../json';
import type { Line } from '../lines/block';
import type { QueryContext } from '../query/leaves';
import { noFielddata } from './sort';

/** The value that an aggregation looks at. */
export function reader(
  { field: name, missing }: JsonObject,
  context: QueryContext,
): (line: Line) => string | number | undefined {
  if (typeof name !== 'string') {
    throw illegal(
      `Required one of fields [field, script], but none were specified. `,
    );
  }
  const field = context.fields.get(name);
  const instead =
    typeof missing === 'string' || typeof missing === 'number'
      ? missing
      : undefined;
  if (!field) return () => instead;
  if (field.type === 'text') throw noFielddata(field, context.product);
  if (field.type === '_id' && !context.product.isOpenSearch) {
    throw new QueryFault(
      'illegal_argument_exception',
      `Fielddata access on the _id field is disallowed, you can re-enable it by updating the dynamic cluster setting: indices.id_field_data.enabled`,
    );
  }
  return field.origin === 'writer'
    ? ({ writer }) => field.read(writer) ?? instead
    : line => field.read(line) ?? instead;
}

export function unsupported(field: Field, type: string): QueryFault {
  return new QueryFault(
    'illegal_argument_exception',
    `Field [${field.name}] of type [${field.type}] is not supported for aggregation [${type}]`,
  );
}
