import type { Discover, LogFields } from '../model';
import type { DiscoverView } from './DiscoverView';
import { filterState } from './filterState';
import { kqlOf } from './kql';
import { encodeRison, type RisonValue } from './rison';

/** How often a live view fetches. */
const REFRESH_MS = 5_000;

type Parts = Record<string, { readonly [key: string]: RisonValue | undefined }>;

/**
 * The address at which Discover shows this view, in the form of the product and its version:
 *
 * | product | form |
 * |---|---|
 * | Kibana 6.8 – 7.8 | `/app/kibana#/discover`, `_a.index` |
 * | Kibana 7.9 – 8.14 | `/app/discover#/`, `_a.index` |
 * | Kibana 8.15+ | `/app/discover#/`, `_a.dataSource` |
 * | Kibana 8.5+ without an id of the data view | `/app/r`, with the index pattern itself |
 * | OpenSearch Dashboards 1.0 – 2.9 | `/app/discover#/`, `_a.index` |
 * | OpenSearch Dashboards 2.10+ | `/app/data-explorer/discover#`, `_a.metadata`, `_q` |
 * | OpenSearch Dashboards 2.18+ with query enhancements | the same, with the data set in `_q` |
 *
 * Others without an id of the data view open their default one, with the same filter, time and columns.
 */
export function discoverUrl(
  discover: Discover,
  fields: Pick<LogFields, 'time' | 'message'>,
  view: DiscoverView,
): string {
  const since = (major: number, minor: number) =>
    isSince(discover.version, major, minor);
  if (discover.product === 'opensearch-dashboards') {
    if (!since(2, 10)) {
      return at(discover, '/app/discover#/', kibanaParts());
    }
    return at(discover, '/app/data-explorer/discover#', dataExplorerParts());
  }
  if (since(8, 5) && discover.dataViewId === undefined) {
    return redirectUrl(discover, fields, view);
  }
  const path = since(7, 9) ? '/app/discover#/' : '/app/kibana#/discover';
  return at(discover, path, kibanaParts());

  function kibanaParts(): Parts {
    const { dataViewId } = discover;
    const kibana = discover.product === 'kibana';
    const inDataSource = kibana && since(8, 15);
    const order: [string, string] = [fields.time, view.sort];
    return {
      _g: globalState(discover, view),
      _a: {
        columns: [...view.columns],
        dataSource:
          inDataSource && dataViewId !== undefined
            ? { dataViewId, type: 'dataView' }
            : undefined,
        filters: view.filters.map(filter =>
          filterState(filter, {
            index: dataViewId,
            matchPhrase: !kibana || since(7, 0),
          }),
        ),
        index: inDataSource ? undefined : dataViewId,
        interval: 'auto',
        query: queryOf(fields, view),
        // Sorting by several fields came in the course of 7.x; the form for one field is understood until today.
        sort: kibana && !since(7, 9) ? order : [order],
      },
    };
  }

  function dataExplorerParts(): Parts {
    const { dataViewId: id } = discover;
    const enhanced = since(2, 18) && discover.queryEnhancements === true;
    return {
      _a: {
        discover: {
          columns: [...view.columns],
          interval: 'auto',
          isDirty: false,
          sort: [[fields.time, view.sort]],
        },
        metadata: {
          indexPattern: enhanced ? undefined : id,
          view: 'discover',
        },
      },
      _g: globalState(discover, view),
      _q: {
        filters: view.filters.map(filter =>
          filterState(filter, { index: id, matchPhrase: true }),
        ),
        query: {
          ...queryOf(fields, view),
          dataset:
            enhanced && id !== undefined
              ? {
                  id,
                  timeFieldName: fields.time,
                  title: discover.indexPattern,
                  type: 'INDEX_PATTERN',
                }
              : undefined,
        },
      },
    };
  }
}

/** An index pattern that nobody saved cannot stand in Discover's own address: only its redirect takes it. */
function redirectUrl(
  discover: Discover,
  fields: Pick<LogFields, 'time' | 'message'>,
  view: DiscoverView,
): string {
  const params = {
    dataViewSpec: {
      title: discover.indexPattern,
      timeFieldName: fields.time,
    },
    timeRange: timeOf(view),
    refreshInterval: refreshOf(view),
    query: queryOf(fields, view),
    filters: view.filters.map(filter =>
      filterState(filter, { index: undefined, matchPhrase: true }),
    ),
    columns: view.columns,
    sort: [[fields.time, view.sort]],
    interval: 'auto',
  };
  return at(discover, '/app/r', {}, [
    ['l', 'DISCOVER_APP_LOCATOR'],
    ['v', discover.version],
    ['p', JSON.stringify(params)],
  ]);
}

function globalState(discover: Discover, view: DiscoverView): Parts[string] {
  const time = timeOf(view);
  const old = discover.product === 'kibana' && !isSince(discover.version, 7, 0);
  const mode = time.from.startsWith('now') ? 'relative' : 'absolute';
  return {
    filters: [],
    refreshInterval: refreshOf(view),
    time: old ? { ...time, mode } : time,
  };
}

function timeOf({ from, to, live }: DiscoverView) {
  return { from, to: live ? 'now' : to };
}

function refreshOf({ live }: DiscoverView) {
  return live ? { pause: false, value: REFRESH_MS } : { pause: true, value: 0 };
}

function queryOf(
  { message }: Pick<LogFields, 'message'>,
  { text = '' }: DiscoverView,
) {
  return { language: 'kuery', query: kqlOf(text, message) };
}

/** The whole address; spaces are a part of the path, tenants a parameter before the `#`. */
function at(
  discover: Discover,
  path: string,
  state: Parts,
  search: [string, string][] = [],
): string {
  const { space, tenant } = discover;
  const [before, hash] = path.split('#');
  const prefix = space && space !== 'default' ? spacePrefix(discover) : '';
  const params = [
    ...search,
    ...(tenant ? [['security_tenant', tenant] as const] : []),
  ].map(([name, value]) => `${name}=${encode(value)}`);
  const query = params.length > 0 ? `?${params.join('&')}` : '';
  const start = `${discover.baseUrl}${prefix}${before}${query}`;
  if (hash === undefined) return start;
  const states = Object.entries(state).map(
    ([name, value]) => `${name}=${encode(encodeRison(value))}`,
  );
  return `${start}#${hash}?${states.join('&')}`;
}

/** What Kibana calls a space is a workspace in OpenSearch Dashboards. */
function spacePrefix({ product, space = '' }: Discover): string {
  return `/${product === 'kibana' ? 's' : 'w'}/${encode(space)}`;
}

/** `encodeURIComponent` throws on half a character. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function isSince(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
