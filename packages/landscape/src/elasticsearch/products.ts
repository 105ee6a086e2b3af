/** Which product, and which of its habits, a server has. */
export const PRODUCTS = [
  'elasticsearch-8',
  'elasticsearch-6.8',
  'opensearch-2',
] as const;

export type ProductName = (typeof PRODUCTS)[number];

export interface Product {
  name: ProductName;
  version: string;
  isOpenSearch: boolean;
  /** `hits.total` as a bare number, `track_total_hits` on or off, mappings by type, no point in time. */
  isSix: boolean;
  /** Answers name themselves in a header, and take the vendor's media type. */
  saysProduct: boolean;
  /** `format` within a clause of a sort. */
  sortFormat: boolean;
  /** `numeric_type` within a clause of a sort. */
  numericType: boolean;
  pit: 'elasticsearch' | 'opensearch' | undefined;
  apiKeys: boolean;
  /** Whether `date_histogram` still takes `interval`. */
  oldInterval: boolean;
  newInterval: boolean;
  mostBuckets: number;
  tooManyBucketsStatus: number;
}

const NEWEST: Product = {
  name: 'elasticsearch-8',
  version: '8.7.1',
  isOpenSearch: false,
  isSix: false,
  saysProduct: true,
  sortFormat: true,
  numericType: true,
  pit: 'elasticsearch',
  apiKeys: true,
  oldInterval: false,
  newInterval: true,
  mostBuckets: 65_536,
  tooManyBucketsStatus: 400,
};

const BY_NAME: Readonly<Record<ProductName, Product>> = {
  'elasticsearch-8': NEWEST,
  'elasticsearch-6.8': {
    ...NEWEST,
    name: 'elasticsearch-6.8',
    version: '6.8.23',
    isSix: true,
    saysProduct: false,
    sortFormat: false,
    numericType: false,
    pit: undefined,
    oldInterval: true,
    newInterval: false,
    mostBuckets: 10_000,
    tooManyBucketsStatus: 503,
  },
  'opensearch-2': {
    ...NEWEST,
    name: 'opensearch-2',
    version: '2.19.4',
    isOpenSearch: true,
    saysProduct: false,
    sortFormat: false,
    pit: 'opensearch',
    apiKeys: false,
    oldInterval: true,
    mostBuckets: 65_535,
    tooManyBucketsStatus: 503,
  },
};

export function productOf(name: ProductName): Product {
  return BY_NAME[name];
}

/**
 * Reads `6.8`, `8`, `opensearch-2` or a full name.
 *
 * @throws RangeError when it is anything else.
 */
export function parseProduct(text: string): ProductName {
  const wanted = /^\d/.test(text) ? `elasticsearch-${text}` : text;
  const found = PRODUCTS.find(name => name === wanted);
  if (found) return found;
  throw new RangeError(
    `--elasticsearch must be 8, 6.8 or opensearch-2, not "${text}"`,
  );
}

/** What `GET /` says. */
export function banner(product: Product): object {
  const { isOpenSearch, isSix, version } = product;
  return {
    name: 'yunfan-log-1',
    cluster_name: 'yunfan-logs',
    cluster_uuid: 'Yunfan0LogsLandscape01',
    version: isOpenSearch
      ? {
          distribution: 'opensearch',
          number: version,
          build_type: 'tar',
          build_hash: 'e2e89961c9a327daf514a7ce1320a6189bfd08cd',
          build_date: '2025-11-01T02:35:07.862712745Z',
          build_snapshot: false,
          lucene_version: '9.12.3',
          minimum_wire_compatibility_version: '7.10.0',
          minimum_index_compatibility_version: '7.0.0',
        }
      : {
          number: version,
          build_flavor: 'default',
          build_type: 'tar',
          build_hash: 'f229ed3f893a515d590d0f39b05f68913e2d9b53',
          build_date: '2023-04-27T04:33:42.127815583Z',
          build_snapshot: false,
          lucene_version: isSix ? '7.7.3' : '9.5.0',
          minimum_wire_compatibility_version: isSix ? '5.6.0' : '7.17.0',
          minimum_index_compatibility_version: isSix ? '5.0.0' : '7.0.0',
        },
    tagline: isOpenSearch
      ? 'The OpenSearch Project: https://opensearch.org/'
      : 'You Know, for Search',
  };
}
