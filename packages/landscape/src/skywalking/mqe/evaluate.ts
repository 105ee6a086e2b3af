import type { Span } from '../duration';
import type { EntityInput } from '../metrics/entity';
import type { MetricReader } from '../metrics/reader';
import { calculate, formatted, summary } from './arithmetic';
import { parseExpression, SyntaxProblem, type Expression } from './parse';

/** The type `ExpressionResult` of the protocol. */
export interface ExpressionResult {
  type:
    | 'UNKNOWN'
    | 'SINGLE_VALUE'
    | 'TIME_SERIES_VALUES'
    | 'SORTED_LIST'
    | 'RECORD_LIST';
  error: string | null;
  results: {
    metric: { labels: { key: string; value: string }[] };
    values: {
      id: string | null;
      value: string | null;
      traceID: string | null;
    }[];
  }[];
}

type Value = number | undefined;

/** What a part of an expression comes to. */
type Outcome =
  | { kind: 'series'; rows: Row[] }
  | { kind: 'single'; rows: Row[] }
  | { kind: 'list'; items: { id: string; value: number }[] };

interface Row {
  labels: { key: string; value: string }[];
  values: Value[];
}

/** An expression that can be read and not be worked out; the message is for the caller, if there is one. */
class Problem extends Error {
  readonly said: string | null;

  constructor(said: string | null) {
    super(said ?? '');
    this.said = said;
  }
}

/** Works out an expression. Whatever is wrong with it stands in the answer, which is never an error of the request. */
export function evaluate(
  reader: MetricReader,
  expression: string,
  entity: EntityInput,
  span: Span,
): ExpressionResult {
  try {
    const parsed = parseExpression(expression);
    return answerOf(new Evaluation(reader, entity, span).run(parsed), span);
  } catch (error) {
    if (error instanceof SyntaxProblem) return failure(error.message);
    if (error instanceof Problem) return failure(error.said);
    throw error;
  }
}

function failure(error: string | null): ExpressionResult {
  return { type: 'UNKNOWN', error, results: [] };
}

function answerOf(outcome: Outcome, { points }: Span): ExpressionResult {
  if (outcome.kind === 'list') {
    return {
      type: 'SORTED_LIST',
      error: null,
      results: [
        {
          metric: { labels: [] },
          values: outcome.items.map(({ id, value }) => ({
            id,
            value: formatted(value),
            traceID: null,
          })),
        },
      ],
    };
  }
  const isSeries = outcome.kind === 'series';
  return {
    type: isSeries ? 'TIME_SERIES_VALUES' : 'SINGLE_VALUE',
    error: null,
    results: outcome.rows.map(({ labels, values }) => ({
      metric: { labels },
      values: values.map((value, index) => ({
        id: isSeries ? String(points[index]) : null,
        value: value === undefined ? null : formatted(value),
        traceID: null,
      })),
    })),
  };
}

class Evaluation {
  readonly #reader: MetricReader;
  readonly #entity: EntityInput;
  readonly #span: Span;

  constructor(reader: MetricReader, entity: EntityInput, span: Span) {
    this.#reader = reader;
    this.#entity = entity;
    this.#span = span;
  }

  run(expression: Expression): Outcome {
    switch (expression.kind) {
      case 'number':
        return {
          kind: 'single',
          rows: [{ labels: [], values: [expression.value] }],
        };
      case 'metric':
        return this.#metric(expression);
      case 'top':
        return this.#top(expression);
      case 'binary':
        return this.#binary(expression);
      default:
        return this.#call(expression);
    }
  }

  #find(name: string) {
    const metric = this.#reader.catalogue.get(name);
    if (!metric) throw new Problem(`Metric: [${name}] does not exist.`);
    return metric;
  }

  #metric({ name, labels }: Extract<Expression, { kind: 'metric' }>): Outcome {
    const metric = this.#find(name);
    const found = this.#reader.subject(metric, this.#entity);
    if (found === 'incomplete') throw new Problem(null);
    // A label value that there is not is left out.
    const percents = labels.p
      ? labels.p.flatMap(
          text => metric.percents?.find(item => String(item) === text) ?? [],
        )
      : metric.percents;
    const series = this.#reader.series(
      metric,
      found === 'unknown' ? undefined : found,
      this.#span,
      percents,
    );
    return {
      kind: 'series',
      rows: series.map(({ percent, values }) => ({
        labels:
          percent === undefined ? [] : [{ key: 'p', value: String(percent) }],
        values,
      })),
    };
  }

  #top({
    metric: name,
    count,
    order,
  }: Extract<Expression, { kind: 'top' }>): Outcome {
    const metric = this.#find(name);
    if (metric.percents) throw new Problem(`Metric: [${name}] is labeled.`);
    const { serviceName, normal } = this.#entity;
    const ranked = this.#reader.rank(metric, this.#span, {
      count,
      order,
      ...(serviceName && normal === true && { parent: serviceName }),
    });
    return {
      kind: 'list',
      items: ranked.map(({ name: id, value }) => ({ id, value })),
    };
  }

  #binary({
    operator,
    left,
    right,
  }: Extract<Expression, { kind: 'binary' }>): Outcome {
    const one = this.run(left);
    const other = this.run(right);
    if (one.kind === 'list' || other.kind === 'list') {
      const [list, constant] =
        one.kind === 'list' ? [one, other] : [other, one];
      const [number] = constant.kind === 'single' ? constant.rows : [];
      if (list.kind !== 'list' || number?.values[0] === undefined) {
        throw new Problem('Unsupported binary operation.');
      }
      const by = number.values[0];
      return {
        kind: 'list',
        items: list.items.map(({ id, value }) => ({
          id,
          value:
            one.kind === 'list'
              ? calculate(operator, value, by) ?? 0
              : calculate(operator, by, value) ?? 0,
        })),
      };
    }
    const length = Math.max(lengthOf(one.rows), lengthOf(other.rows));
    const kind =
      one.kind === 'series' || other.kind === 'series' ? 'series' : 'single';
    const at = ({ values }: Row, index: number) =>
      values.length === 1 && length > 1 ? values[0] : values[index];
    const combined = (a: Row, b: Row, labels: Row['labels']): Row => ({
      labels,
      values: Array.from({ length }, (_, index) =>
        calculate(operator, at(a, index), at(b, index)),
      ),
    });
    if (other.rows.length === 1 && other.rows[0].labels.length === 0) {
      const [b] = other.rows;
      return { kind, rows: one.rows.map(a => combined(a, b, a.labels)) };
    }
    if (one.rows.length === 1 && one.rows[0].labels.length === 0) {
      const [a] = one.rows;
      return { kind, rows: other.rows.map(b => combined(a, b, b.labels)) };
    }
    return {
      kind,
      rows: one.rows.flatMap(a => {
        const b = other.rows.find(
          row => JSON.stringify(row.labels) === JSON.stringify(a.labels),
        );
        return b ? [combined(a, b, a.labels)] : [];
      }),
    };
  }

  #call({ name, args }: Extract<Expression, { kind: 'call' }>): Outcome {
    if (name === 'view_as_seq' || name === 'is_present') {
      const first = args
        .map(item => this.#present(item))
        .find(item => item !== undefined);
      if (name === 'view_as_seq') {
        return first ?? { kind: 'series', rows: [] };
      }
      return {
        kind: 'single',
        rows: [{ labels: [], values: [first ? 1 : 0] }],
      };
    }
    const outcome = this.run(args[0]);
    if (outcome.kind === 'list') throw new Problem(null);
    switch (name) {
      case 'abs':
      case 'ceil':
      case 'floor':
      case 'round':
        return mapped(outcome, value => Math[name](value));
      default:
        return {
          kind: 'single',
          rows: outcome.rows.map(({ labels, values }) => ({
            labels,
            values: [summary(name, values)],
          })),
        };
    }
  }

  /** What an expression comes to, if that is anything. */
  #present(expression: Expression): Outcome | undefined {
    try {
      const outcome = this.run(expression);
      const some =
        outcome.kind === 'list'
          ? outcome.items.length > 0
          : outcome.rows.some(({ values }) =>
              values.some(value => value !== undefined),
            );
      return some ? outcome : undefined;
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }
}

function lengthOf(rows: readonly Row[]): number {
  return Math.max(0, ...rows.map(({ values }) => values.length));
}

function mapped(
  outcome: Extract<Outcome, { rows: Row[] }>,
  change: (value: number) => number,
): Outcome {
  return {
    ...outcome,
    rows: outcome.rows.map(({ labels, values }) => ({
      labels,
      values: values.map(value =>
        value === undefined ? undefined : change(value),
      ),
    })),
  };
}
