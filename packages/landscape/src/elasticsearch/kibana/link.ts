import { isObject, type JsonObject } from '../json';
import { parseKql } from './kql';
import { parseRison } from './rison';

/** What a link to Discover asks for, of whichever product it was made for. */
export interface DiscoverLink {
  /** How the link is built. */
  form: 'kibana' | 'kibana-locator' | 'opensearch-dashboards';
  space?: string;
  /** Id or title of the data view, if the link names one. */
  dataView?: string;
  time: { from: string; to: string };
  refresh?: { pause: boolean; value: number };
  columns: string[];
  query: { language: string; text: string };
  /** As queries of the store. */
  filters: JsonObject[];
}

const PATHS =
  /^\/kibana(?:\/s\/([a-z0-9_-]{1,60}))?\/app\/(r|discover|kibana|data-explorer\/discover)\/?$/;

/**
 * Takes a link apart.
 *
 * @param link - path, query and fragment as the browser shows them
 * @throws SyntaxError for anything that is no link to Discover
 */
export function readLink(link: string): DiscoverLink {
  const url = URL.parse(link, 'http://kibana');
  const [, space, app] = PATHS.exec(url?.pathname ?? '') ?? [];
  if (!url || !app) throw new SyntaxError('there is no such page');
  const found =
    app === 'r' ? readLocator(url.searchParams) : readState(url.hash, app);
  return { ...(space && { space }), ...found };
}

function readLocator(parameters: URLSearchParams): DiscoverLink {
  if (parameters.get('l') !== 'DISCOVER_APP_LOCATOR' || !parameters.get('v')) {
    throw new SyntaxError('a locator needs l=DISCOVER_APP_LOCATOR and v');
  }
  const text = parameters.get('p');
  if (text === null) throw new SyntaxError('a locator needs p');
  const given = objectIn(JSON.parse(text));
  const { dataViewSpec, timeRange, refreshInterval, query, filters } = given;
  return {
    form: 'kibana-locator',
    dataView: textIn(objectIn(dataViewSpec).title ?? given.dataViewId),
    time: timeIn(timeRange),
    refresh: refreshIn(refreshInterval),
    columns: columnsIn(given.columns),
    query: queryIn(query),
    filters: filtersIn(filters),
  };
}

function readState(hash: string, app: string): DiscoverLink {
  const parameters = new URLSearchParams(hash.replace(/^#[^?]*\??/, ''));
  const state = (name: string) => {
    const text = parameters.get(name);
    return text === null ? {} : objectIn(parseRison(text));
  };
  const g = state('_g');
  const a = state('_a');
  const common = {
    time: timeIn(g.time),
    refresh: refreshIn(g.refreshInterval),
  };
  if (app === 'data-explorer/discover') {
    const q = state('_q');
    const dataset = objectIn(objectIn(q.query).dataset);
    const { indexPattern } = objectIn(a.metadata);
    return {
      form: 'opensearch-dashboards',
      ...common,
      dataView: textIn(indexPattern ?? dataset.id),
      columns: columnsIn(objectIn(a.discover).columns),
      query: queryIn(q.query),
      filters: [...filtersIn(q.filters), ...filtersIn(g.filters)],
    };
  }
  return {
    form: 'kibana',
    ...common,
    dataView: textIn(objectIn(a.dataSource).dataViewId ?? a.index),
    columns: columnsIn(a.columns),
    query: queryIn(a.query),
    filters: [...filtersIn(a.filters), ...filtersIn(g.filters)],
  };
}

/** The whole of a link as one query of the store. */
export function queryOfLink(link: DiscoverLink): JsonObject {
  const { language, text } = link.query;
  const own = !text.trim()
    ? []
    : [
        language === 'lucene'
          ? { query_string: { query: text } }
          : parseKql(text),
      ];
  const { from, to } = link.time;
  const range = { range: { '@timestamp': { gte: from, lte: to } } };
  return { bool: { filter: [range, ...link.filters, ...own] } };
}

function filtersIn(value: unknown): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.map(objectIn).flatMap(filter => {
    const meta = objectIn(filter.meta);
    if (meta.disabled === true) return [];
    // Older links have the query beside `meta`, and not under `query`.
    const { $state: _state, meta: _meta, query, ...beside } = filter;
    const wanted = isObject(query) ? query : beside;
    return meta.negate === true ? [{ bool: { must_not: [wanted] } }] : [wanted];
  });
}

function timeIn(value: unknown): DiscoverLink['time'] {
  const { from, to } = objectIn(value);
  return { from: textIn(from) ?? 'now-15m', to: textIn(to) ?? 'now' };
}

function refreshIn(value: unknown): DiscoverLink['refresh'] {
  const { pause, value: ms } = objectIn(value);
  return typeof ms === 'number'
    ? { pause: pause !== false, value: ms }
    : undefined;
}

function columnsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String).slice(0, 50) : [];
}

function queryIn(value: unknown): DiscoverLink['query'] {
  const { language, query } = objectIn(value);
  return { language: textIn(language) ?? 'kuery', text: textIn(query) ?? '' };
}

function objectIn(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
