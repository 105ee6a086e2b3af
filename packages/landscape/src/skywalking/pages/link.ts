import { readPartId, readServiceId } from '../ids';

/** The generations of the UI, by whose routes a link is known. */
export type Generation = 'rocketbot' | 'booster' | 'horizon';

export type View =
  | 'services'
  | 'service'
  | 'instance'
  | 'endpoint'
  | 'trace'
  | 'topology'
  | 'logs'
  | 'alarms';

/** What a link asks for, as far as it says so. */
export interface Link {
  view: View;
  /** Not known of addresses that all of them have, such as `/`. */
  generation?: Generation;
  layer?: string;
  service?: string;
  instance?: string;
  endpoint?: string;
  traceId?: string;
  /** The number of a tab, from 0. */
  tab?: string;
}

const HORIZON_VIEWS: Readonly<Record<string, View>> = {
  service: 'service',
  topology: 'topology',
  trace: 'trace',
  logs: 'logs',
  instance: 'instance',
  endpoint: 'endpoint',
};

/** The views of Booster's dashboards, by the kind of what they show. */
const DASHBOARD_VIEWS: Readonly<Record<string, View>> = {
  Service: 'service',
  ServiceInstance: 'instance',
  Endpoint: 'endpoint',
};

/** Reads the address of a page of the UI; `undefined` for one that no generation has. */
export function readLink(
  path: readonly string[],
  query: URLSearchParams,
): Link | undefined {
  const [first = '', ...rest] = path.filter(part => part !== '');
  switch (first) {
    case '':
      return { view: 'services' };
    case 'trace':
      return {
        generation: 'rocketbot',
        view: 'trace',
        ...given('traceId', query.get('traceid')),
        ...given('service', query.get('service')),
      };
    case 'log':
      return {
        generation: 'rocketbot',
        view: 'logs',
        ...given('service', query.get('service')),
      };
    case 'topology':
      return { generation: 'rocketbot', view: 'topology' };
    case 'alarm':
      return { view: 'alarms' };
    case 'alerting':
      return { generation: 'booster', view: 'alarms' };
    case 'alarms':
      return {
        generation: 'horizon',
        view: 'alarms',
        ...given('layer', query.get('layer')),
      };
    case 'general':
      return { generation: 'booster', view: 'services', layer: 'GENERAL' };
    case 'General-Service':
      return rest[0] === 'Services'
        ? { generation: 'booster', view: 'services', layer: 'GENERAL' }
        : undefined;
    case 'traces':
      return rest.length === 1
        ? { generation: 'booster', view: 'trace', traceId: rest[0] }
        : undefined;
    case 'dashboard':
      return dashboardLink(rest);
    case 'layer':
      return layerLink(rest, query);
    case 'operate':
      return rest[0] === 'trace-inspect'
        ? {
            generation: 'horizon',
            view: 'trace',
            ...given('traceId', query.get('traceId')),
          }
        : undefined;
    default:
      return undefined;
  }
}

/** `/dashboard/GENERAL/ServiceInstance/<service>/<instance>/General-Instance/tab/4`. */
function dashboardLink(path: readonly string[]): Link | undefined {
  const [layer, kind, service, ...rest] = path;
  const view = DASHBOARD_VIEWS[kind];
  if (!view || !service) return undefined;
  const part = view === 'service' ? undefined : rest.shift();
  const [template, word, tab] = rest;
  if (!template || (word !== undefined && word !== 'tab')) return undefined;
  return {
    generation: 'booster',
    view,
    layer,
    service: serviceName(service),
    ...(part && { [view]: partName(part) }),
    ...given('tab', tab),
  };
}

/** `/layer/general/instance?service=<service>&instance=<instance>`. */
function layerLink(
  [layer, section]: readonly string[],
  query: URLSearchParams,
): Link | undefined {
  const view = HORIZON_VIEWS[section];
  if (!layer || !view) return undefined;
  const service = query.get('service');
  const instance = query.get('instance');
  const endpoint = query.get('endpoint');
  return {
    generation: 'horizon',
    view,
    layer: layer.toUpperCase(),
    ...given('service', service && serviceName(service)),
    ...given('instance', instance && partName(instance)),
    ...given('endpoint', endpoint && partName(endpoint)),
    ...given('traceId', query.get('traceId')),
  };
}

function given(
  name: 'layer' | 'service' | 'instance' | 'endpoint' | 'traceId' | 'tab',
  value: string | null | undefined,
): Partial<Link> {
  return value ? { [name]: value } : {};
}

/** The name behind an id; what is no id is shown as it is. */
function serviceName(id: string): string {
  return readServiceId(id)?.name ?? id;
}

function partName(id: string): string {
  return readPartId(id)?.name ?? id;
}
