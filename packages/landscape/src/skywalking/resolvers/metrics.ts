import { bucketName, readDuration, type DurationInput } from '../duration';
import { evaluate } from '../mqe/evaluate';
import { PERCENTS, type Metric, type MetricScope } from '../metrics/catalogue';
import type { EntityInput } from '../metrics/entity';
import type { Series } from '../metrics/reader';
import type { Oap } from '../oap';
import { serviceIdOf } from '../ids';

interface MetricsCondition {
  name: string;
  entity?: EntityInput | null;
}

interface TopCondition {
  name: string;
  parentService?: string | null;
  topN: number;
  order: 'ASC' | 'DES';
}

/** What a metric is about, as the list of metrics says it. */
const CATALOGS: Record<MetricScope, string> = {
  Service: 'SERVICE',
  ServiceInstance: 'SERVICE_INSTANCE',
  Endpoint: 'ENDPOINT',
  ServiceRelation: 'SERVICE_RELATION',
};

/** Metrics by expression and by name. */
export function metricResolvers({ metrics, dialect }: Oap) {
  const { catalogue } = metrics;
  const find = (name: string): Metric => {
    const metric = catalogue.get(name);
    if (metric) return metric;
    throw new Error(`Metric: [${name}] does not exist.`);
  };
  const typeOf = ({ percents }: Metric) =>
    percents ? 'LABELED_VALUE' : 'REGULAR_VALUE';
  const read = (
    { name, entity }: MetricsCondition,
    duration: DurationInput,
    percents?: readonly number[],
  ) => {
    const span = readDuration(duration);
    const metric = find(name);
    const found = metrics.subject(metric, entity ?? {});
    const subject = typeof found === 'string' ? undefined : found;
    const series = metrics.series(metric, subject, span, percents);
    const owner = serviceIdOf({ name: entity?.serviceName ?? '', real: true });
    const rows = ({ values }: Series) => ({
      values: values.map((value, index) => ({
        id: `${bucketName(span.points[index], span.step)}_${owner}`,
        value: value ?? 0,
        isEmptyValue: value === undefined,
      })),
    });
    return { series, rows };
  };
  const single = (condition: MetricsCondition, duration: DurationInput) => {
    const [{ values }] = read(condition, duration).series;
    const some = values.filter(value => value !== undefined);
    const sum = some.reduce((total, value) => total + value, 0);
    return {
      value: some.length > 0 ? Math.trunc(sum / some.length) : 0,
      isEmptyValue: some.length === 0,
    };
  };
  type Reading = { condition: MetricsCondition; duration: DurationInput };
  return {
    execExpression: ({
      expression,
      entity,
      duration,
    }: {
      expression: string;
      entity: EntityInput;
      duration: DurationInput;
    }) => evaluate(metrics, expression, entity, readDuration(duration)),
    typeOfMetrics: ({ name }: { name: string }) => {
      const metric = catalogue.get(name);
      return metric ? typeOf(metric) : 'UNKNOWN';
    },
    listMetrics: ({ regex }: { regex?: string | null }) => {
      const wanted = regex ? new RegExp(`^(?:${regex})$`) : undefined;
      return [...catalogue.values()]
        .filter(({ name }) => !wanted || wanted.test(name))
        .map(metric => ({
          name: metric.name,
          type: typeOf(metric),
          catalog: CATALOGS[metric.scope],
        }));
    },
    readMetricsValue: ({ condition, duration }: Reading) =>
      single(condition, duration).value,
    readNullableMetricsValue: ({ condition, duration }: Reading) =>
      single(condition, duration),
    readMetricsValues: ({ condition, duration }: Reading) => {
      const { series, rows } = read(condition, duration);
      return { label: null, values: rows(series[0]) };
    },
    readLabeledMetricsValues: ({
      condition,
      labels,
      duration,
    }: Reading & { labels: string[] }) => {
      const isNumbered = dialect.percentileLabels === 'number';
      // 10.x keeps other labels, and finds none of the old ones.
      if (!isNumbered && labels.length > 0) return [];
      const percents =
        labels.length === 0
          ? PERCENTS
          : labels.flatMap(label => PERCENTS[Number(label)] ?? []);
      const { series, rows } = read(condition, duration, percents);
      return series.map(item => ({
        label: labelOf(item, isNumbered),
        values: rows(item),
      }));
    },
    sortMetrics: ({
      condition,
      duration,
    }: {
      condition: TopCondition;
      duration: DurationInput;
    }) =>
      metrics
        .rank(find(condition.name), readDuration(duration), {
          count: condition.topN,
          order: condition.order === 'ASC' ? 'asc' : 'des',
          ...(condition.parentService && { parent: condition.parentService }),
        })
        .map(({ name, id, value }) => ({
          name,
          id,
          value: String(value),
          refId: null,
        })),
  };
}

function labelOf({ percent }: Series, isNumbered: boolean): string | null {
  if (percent === undefined) return null;
  return isNumbered ? String(PERCENTS.indexOf(percent)) : `{p=${percent}}`;
}
