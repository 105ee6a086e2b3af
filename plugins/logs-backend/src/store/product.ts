import * as z from 'zod';

/** What a store can do, as far as it matters here. */
export interface Product {
  name: 'elasticsearch' | 'opensearch';
  /** `8.7.1` */
  version: string;
  /** `fixed_interval` of a date histogram; before there was only `interval`. */
  fixedInterval: boolean;
  /** `numeric_type` within a clause of a sort. */
  numericType: boolean;
  /** `format` within a clause of a sort. */
  sortFormat: boolean;
  /** `track_total_hits` takes a number. */
  boundedTotal: boolean;
}

const banner = z.object({
  version: z.object({
    number: z.string().max(100),
    distribution: z.string().max(100).optional(),
  }),
});

/**
 * Where `GET /` says nothing: it needs a right of its own (`cluster:monitor/main`), and some distributions lack it.
 * What all since Elasticsearch 7.2 understand.
 */
export const UNKNOWN_PRODUCT: Product = {
  name: 'elasticsearch',
  version: 'unknown',
  fixedInterval: true,
  numericType: false,
  sortFormat: false,
  boundedTotal: true,
};

/** @param answer - of `GET /` */
export function productOf(answer: unknown): Product {
  const { data } = banner.safeParse(answer);
  if (!data) return UNKNOWN_PRODUCT;
  const { number, distribution } = data.version;
  // Both forks began with Elasticsearch 7.10, whose number OpenSearch says when it is told to for old clients' sake.
  const isOpenSearch = distribution === 'opensearch';
  const [major = 0, minor = 0] = number.split('.').map(Number);
  const since = (wantedMajor: number, wantedMinor: number) =>
    major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return {
    name: isOpenSearch ? 'opensearch' : 'elasticsearch',
    version: number,
    fixedInterval: isOpenSearch || since(7, 2),
    numericType: isOpenSearch || since(7, 2),
    sortFormat: !isOpenSearch && since(7, 13),
    boundedTotal: isOpenSearch || since(7, 0),
  };
}
