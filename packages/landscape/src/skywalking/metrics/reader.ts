import type { Span } from '../duration';
import type { Estate } from '../estate';
import { partIdOf } from '../ids';
import type { Catalogue, Metric } from './catalogue';
import type { Cells } from './cells';
import { subjectOf, type EntityInput, type Found } from './entity';
import { figuresOf, type Subject } from './figures';

/** The values of one metric, or of one of its labels, one for each point; `undefined` is no data. */
export interface Series {
  percent?: number;
  values: (number | undefined)[];
}

/** A subject in a list of those with the highest or lowest values. */
export interface Ranked {
  subject: Subject;
  /** As the OAP says who it is. */
  name: string;
  id: string;
  value: number;
}

export type Order = 'asc' | 'des';

/** Reads metrics of one OAP. */
export class MetricReader {
  readonly #estate: Estate;
  readonly #cells: Cells;
  readonly catalogue: Catalogue;

  constructor(options: { estate: Estate; cells: Cells; catalogue: Catalogue }) {
    this.#estate = options.estate;
    this.#cells = options.cells;
    this.catalogue = options.catalogue;
  }

  subject(metric: Metric, entity: EntityInput): Found {
    return subjectOf(this.#estate, metric, entity);
  }

  /** One series, or one for each label asked for. Whom nobody knows has no data. */
  series(
    metric: Metric,
    subject: Subject | undefined,
    { points, step, stepMs }: Span,
    percents: readonly number[] | undefined = metric.percents,
  ): Series[] {
    const minutes = Math.max(1, stepMs / 60_000);
    const series: Series[] = metric.percents
      ? (percents ?? []).map(percent => ({ percent, values: [] }))
      : [{ values: [] }];
    for (const time of points) {
      const figures = subject && figuresOf(this.#cells, subject, time, step);
      for (const { percent, values } of series) {
        values.push(
          subject &&
            figures &&
            metric.read({ figures, minutes, subject }, percent),
        );
      }
    }
    return series;
  }

  /** The subjects with the highest or lowest averages over the time; those without data are in no list. */
  rank(
    metric: Metric,
    span: Span,
    { parent, count, order }: { parent?: string; count: number; order: Order },
  ): Ranked[] {
    const sign = order === 'asc' ? 1 : -1;
    return this.#candidates(metric, span, parent)
      .flatMap(candidate => {
        const [{ values }] = this.series(metric, candidate.subject, span);
        const some = values.filter(value => value !== undefined);
        if (some.length === 0) return [];
        const sum = some.reduce((total, value) => total + value, 0);
        return [{ ...candidate, value: Math.trunc(sum / some.length) }];
      })
      .sort((a, b) => sign * (a.value - b.value) || (a.id < b.id ? -1 : 1))
      .slice(0, count);
  }

  #candidates(
    metric: Metric,
    { from, to }: Span,
    parent: string | undefined,
  ): Omit<Ranked, 'value'>[] {
    if (metric.scope === 'Service' && metric.conjectured) {
      return this.#estate
        .conjectured()
        .filter(({ store }) => metric.name.startsWith(`${store.type}_`))
        .map(service => ({
          subject: { scope: 'Conjectured', service },
          name: service.name,
          id: service.id,
        }));
    }
    const services = this.#estate
      .agents()
      .filter(({ name }) => parent === undefined || name === parent);
    const inService = (service: string, name: string) =>
      parent === undefined ? `${service} - ${name}` : name;
    switch (metric.scope) {
      case 'Service':
        return services.map(service => ({
          subject: { scope: 'Service', service },
          name: service.name,
          id: service.id,
        }));
      case 'ServiceInstance':
        return services.flatMap(service =>
          this.#estate.instances(service, from, to).map(({ id, pod }) => ({
            subject: { scope: 'ServiceInstance', service, pod: pod.name },
            name: inService(service.name, pod.name),
            id,
          })),
        );
      case 'Endpoint':
        return services.flatMap(service =>
          service.endpoints.map(endpoint => ({
            subject: { scope: 'Endpoint', service, endpoint },
            name: inService(service.name, endpoint),
            id: partIdOf(service, endpoint),
          })),
        );
      default:
        return [];
    }
  }
}
