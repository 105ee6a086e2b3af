import type { JsonObject } from '../json';
import { options } from '../query/options';
import type { AggregationContext, AggregatorFactory } from './aggregations';
import { formatDate } from './format';
import { reader, unsupported } from './values';

/** Understands the aggregations that give a number. */
export function metric(
  type: string,
  body: JsonObject,
  context: AggregationContext,
): AggregatorFactory {
  const given = options(type, body, [
    'field',
    'missing',
    'format',
    'precision_threshold',
  ]);
  const field = context.fields.get(String(given.field));
  const read = reader(given, context);
  const needsNumber = type !== 'cardinality' && type !== 'value_count';
  if (needsNumber && field && !['date', 'long'].includes(field.type)) {
    throw unsupported(field, type);
  }
  const show = (value: number | null) => ({
    value,
    ...(field?.type === 'date' &&
      value !== null && { value_as_string: formatDate(value) }),
  });
  return () => {
    const distinct = new Set<string | number>();
    let count = 0;
    let sum = 0;
    let min = Infinity;
    let max = -Infinity;
    return {
      collect(line) {
        const value = read(line);
        if (value === undefined) return;
        count += 1;
        if (type === 'cardinality') distinct.add(value);
        if (!needsNumber) return;
        const number = Number(value);
        sum += number;
        min = Math.min(min, number);
        max = Math.max(max, number);
      },
      result() {
        const known = count > 0;
        switch (type) {
          case 'cardinality':
            return { value: distinct.size };
          case 'value_count':
            return { value: count };
          case 'sum':
            return show(sum);
          case 'avg':
            return show(known ? sum / count : null);
          case 'min':
            return show(known ? min : null);
          case 'max':
            return show(known ? max : null);
          default:
            return {
              count,
              min: known ? min : null,
              max: known ? max : null,
              avg: known ? sum / count : null,
              sum,
            };
        }
      },
    };
  };
}
