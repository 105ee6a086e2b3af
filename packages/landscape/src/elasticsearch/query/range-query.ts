import { parsing } from '../http';
import { isObject, objectOf } from '../json';
import { rangeLeaf, type QueryContext } from './leaves';
import type { Matcher } from './matcher';
import { options } from './options';

/** Understands `range`, with the names that its bounds had before as well. */
export function compileRange(body: unknown, context: QueryContext): Matcher {
  const { boost: _boost, _name, ...rest } = objectOf(body, 'range');
  const [entry, other] = Object.entries(rest);
  if (!entry) throw parsing('[range] query malformed, no field name');
  if (other)
    throw parsing(
      `[range] query doesn't support multiple fields, found [${entry[0]}] and [${other[0]}]`,
    );
  const [name, value] = entry;
  if (!isObject(value))
    throw parsing(`[range] query does not support [${name}]`);
  const {
    gt,
    gte,
    lt,
    lte,
    from,
    to,
    include_lower: low,
    include_upper: high,
    format,
    time_zone: timeZone,
  } = options(
    'range',
    value,
    [
      'gt',
      'gte',
      'lt',
      'lte',
      'from',
      'to',
      'include_lower',
      'include_upper',
      'format',
      'time_zone',
      'relation',
    ],
    unknown => parsing(`[range] query does not support [${unknown}]`),
  );
  return rangeLeaf(
    context.fields.get(name),
    {
      gt: low === false ? from ?? gt : gt,
      gte: low === false ? gte : from ?? gte,
      lt: high === false ? to ?? lt : lt,
      lte: high === false ? lte : to ?? lte,
      ...(typeof format === 'string' && { format }),
      ...(typeof timeZone === 'string' && { timeZone }),
    },
    context,
  );
}
