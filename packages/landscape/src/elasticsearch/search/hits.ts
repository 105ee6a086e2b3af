import { globOf, idOf, indexOf, labelField, type Field } from '../fields';
import { isObject, listOf } from '../json';
import type { Line } from '../lines/block';
import type { AggregationContext } from './aggregations';
import { formatDate } from './format';
import { noFielddata } from './sort';

/** A document as the agent has sent it. */
export function sourceOf(line: Line): Record<string, unknown> {
  const { writer, level, traceId } = line;
  const labels = Object.entries(writer.labels).map(([name, value]) => [
    labelField(name),
    value,
  ]);
  return {
    '@timestamp': new Date(line.time).toISOString(),
    log: line.text,
    stream: /^\d{4}\/\d\d\/\d\d /.test(line.text) ? 'stderr' : 'stdout',
    ...(level && { level }),
    ...(traceId && { tid: traceId }),
    offset: line.offset,
    kubernetes: {
      namespace_name: writer.namespace,
      pod_name: writer.pod,
      pod_id: writer.uid,
      container_name: writer.container,
      container_image: writer.image,
      host: writer.node,
      cluster_name: writer.cluster,
      labels: Object.fromEntries(labels),
    },
  };
}

/** What of the source somebody wants. */
export function sourceFilter(
  given: unknown,
): ((source: Record<string, unknown>) => unknown) | undefined {
  if (given === undefined || given === true) return source => source;
  if (given === false) return undefined;
  const { includes, include, excludes, exclude } = isObject(given)
    ? given
    : { includes: given, include: undefined, excludes: [], exclude: undefined };
  const patterns = (list: unknown) =>
    listOf(list ?? []).map(item => String(item));
  const wanted = patterns(includes ?? include);
  const unwanted = patterns(excludes ?? exclude);
  return source => pruned(source, '', wanted, unwanted) ?? {};
}

function pruned(
  value: Record<string, unknown>,
  path: string,
  wanted: readonly string[],
  unwanted: readonly string[],
): Record<string, unknown> | undefined {
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const full = path + name;
    const covers = (pattern: string) =>
      globOf(pattern)(full) || full.startsWith(`${pattern}.`);
    if (unwanted.some(covers)) return [];
    if (isObject(inner)) {
      const part = pruned(
        inner,
        `${full}.`,
        wanted.some(covers) ? [] : wanted,
        unwanted,
      );
      return part ? [[name, part]] : [];
    }
    return wanted.length === 0 || wanted.some(covers) ? [[name, inner]] : [];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

type FieldsOf = (line: Line) => Record<string, unknown[]>;

/**
 * Understands `fields` and `docvalue_fields`.
 *
 * @throws QueryFault for a text, which has no values beside its source
 */
export function fieldsOf(
  given: unknown,
  { fields, product }: AggregationContext,
  fromValues: boolean,
): FieldsOf {
  const chosen = listOf(given ?? []).flatMap(item => {
    const { field: name, format } = isObject(item)
      ? item
      : { field: item, format: undefined };
    return fields.matching(String(name)).map(field => ({
      field,
      format:
        typeof format === 'string' && format !== 'use_field_mapping'
          ? format
          : undefined,
    }));
  });
  const text = fromValues && chosen.find(({ field }) => field.type === 'text');
  if (text) {
    throw noFielddata(text.field, product);
  }
  return line =>
    Object.fromEntries(
      chosen.flatMap(({ field, format }) => {
        const value = valueOf(field, line);
        if (value === undefined) return [];
        const shown =
          field.type === 'date' ? formatDate(Number(value), format) : value;
        return [[field.name, [shown]]];
      }),
    );
}

function valueOf(field: Field, line: Line) {
  return field.origin === 'writer' ? field.read(line.writer) : field.read(line);
}

/** What every hit begins with. */
export function hitHead(line: Line, isSix: boolean): Record<string, unknown> {
  return {
    _index: indexOf(line),
    ...(isSix && { _type: '_doc' }),
    _id: idOf(line),
  };
}
