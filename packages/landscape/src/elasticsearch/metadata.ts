import type { StoreAnswer } from './http';
import { SHARDS_PER_INDEX, uuidOf, type Index } from './indices';
import { globOf } from './fields';
import type { Store } from './store';

/** `GET /{index}/_mapping`. */
export function mappings(
  {
    product,
    fields,
  }: { product: Store['product']; fields: ReturnType<Store['fields']> },
  indices: readonly Index[],
): object {
  const properties: Record<string, unknown> = {};
  const kubernetes: Record<string, unknown> = {};
  const labels: Record<string, unknown> = {};
  for (const { name, type } of fields.all()) {
    const parts = /^kubernetes\.(labels\.)?(.+)$/.exec(name);
    if (!parts) properties[name] = { type };
    else if (parts[1]) labels[parts[2]] = { type };
    else kubernetes[parts[2]] = { type };
  }
  kubernetes.labels = { properties: labels };
  properties.kubernetes = { properties: kubernetes };
  const mapping = product.isSix ? { _doc: { properties } } : { properties };
  return Object.fromEntries(
    indices.map(({ name }) => [name, { mappings: mapping }]),
  );
}

/** `_field_caps`. */
export function fieldCaps(
  store: Store,
  indices: readonly Index[],
  patterns: readonly string[],
): object {
  const { product } = store;
  const namesMetadata = !product.isOpenSearch && !product.isSix;
  const caps = (
    type: string,
    searchable: boolean,
    aggregatable: boolean,
    isMetadata = false,
  ) => ({
    [type]: {
      type,
      ...(namesMetadata && { metadata_field: isMetadata }),
      searchable,
      aggregatable,
    },
  });
  const fields = store.fields();
  const found: Record<string, object> = {};
  const fits = (name: string) =>
    indices.length > 0 && patterns.some(pattern => globOf(pattern)(name));
  for (const { name, type } of fields.all()) {
    if (fits(name)) found[name] = caps(type, true, type !== 'text');
  }
  for (const name of fields.objects()) {
    if (fits(name) && !product.isSix)
      found[name] = caps('object', false, false);
  }
  if (fits('_id')) found._id = caps('_id', true, product.isOpenSearch, true);
  if (fits('_index')) found._index = caps('_index', true, true, true);
  return {
    ...(!product.isSix && { indices: indices.map(({ name }) => name) }),
    fields: found,
  };
}

/** `_cat/indices`; how much is in them is estimated, for nobody has written it yet. */
export function catIndices(
  store: Store,
  indices: readonly Index[],
  query: URLSearchParams,
): StoreAnswer {
  const health = store.trouble() === 'red' ? 'red' : 'green';
  const rows = indices.map(index => {
    const documents = estimate(index, store.now());
    const size = `${Math.max(1, Math.round(documents / 2500))}mb`;
    return {
      health,
      status: 'open',
      index: index.name,
      uuid: uuidOf(index),
      pri: String(SHARDS_PER_INDEX),
      rep: '0',
      'docs.count': String(documents),
      'docs.deleted': '0',
      'store.size': size,
      'pri.store.size': size,
    };
  });
  if (query.get('format') === 'json') return { status: 200, body: rows };
  const shown = query.has('v')
    ? [Object.keys(rows[0] ?? {}), ...rows.map(row => Object.values(row))]
    : rows.map(row => Object.values(row));
  const widths = shown.reduce<number[]>(
    (most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)),
    [],
  );
  const lines = shown.map(row =>
    row
      .map((cell, at) => cell.padEnd(widths[at]))
      .join(' ')
      .trimEnd(),
  );
  return {
    status: 200,
    headers: { 'Content-Type': 'text/plain; charset=UTF-8' },
    body: lines.map(text => `${text}\n`).join(''),
  };
}

const DAY = 24 * 60 * 60_000;

/** Documents of a whole day, by environment, about. */
const DAILY: Readonly<Record<string, number>> = {
  dev: 40_000,
  test: 300_000,
  staging: 160_000,
  prod: 1_800_000,
};

function estimate({ environment, from }: Index, now: number): number {
  const part = Math.min(1, Math.max(0, (now - from) / DAY));
  return Math.round(DAILY[environment] * part);
}

/** `_resolve/index/{expression}`: a name that nobody has is an error to one product only. */
export function resolved(indices: readonly Index[]): object {
  return {
    indices: indices.map(({ name }) => ({ name, attributes: ['open'] })),
    aliases: [],
    data_streams: [],
  };
}

/** `_cluster/health`. */
export function clusterHealth(store: Store): object {
  const shards = store.indices().length * SHARDS_PER_INDEX;
  const isRed = store.trouble() === 'red';
  return {
    cluster_name: 'yunfan-logs',
    status: isRed ? 'red' : 'green',
    timed_out: false,
    number_of_nodes: 1,
    number_of_data_nodes: 1,
    active_primary_shards: isRed ? 0 : shards,
    active_shards: isRed ? 0 : shards,
    relocating_shards: 0,
    initializing_shards: 0,
    unassigned_shards: isRed ? shards : 0,
    delayed_unassigned_shards: 0,
    number_of_pending_tasks: 0,
    number_of_in_flight_fetch: 0,
    task_max_waiting_in_queue_millis: 0,
    active_shards_percent_as_number: isRed ? 0 : 100,
  };
}

export function noHandler(method: string, uri: string): StoreAnswer {
  return {
    status: 400,
    body: { error: `no handler found for uri [${uri}] and method [${method}]` },
  };
}

export function wrongMethod(
  method: string,
  uri: string,
  allowed: readonly string[],
): StoreAnswer {
  return {
    status: 405,
    headers: { Allow: allowed.join(',') },
    body: {
      error: `Incorrect HTTP method for uri [${uri}] and method [${method}], allowed: [${allowed.join(
        ', ',
      )}]`,
      status: 405,
    },
  };
}
