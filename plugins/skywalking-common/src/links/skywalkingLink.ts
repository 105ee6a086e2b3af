import type { SkywalkingUi } from '../model';

/** A service as links need it: its id and layer as SkyWalking has them, and its name where the id is not known. */
export interface LinkedService {
  id?: string;
  name: string;
  layer?: string;
}

/** What is to be looked at in SkyWalking's own UI. */
export type SkywalkingPage =
  | { page: 'services' }
  | { page: 'service'; service: LinkedService }
  | { page: 'traces'; service: LinkedService }
  | { page: 'logs'; service: LinkedService }
  | { page: 'topology'; service: LinkedService }
  /** The service stands in where a UI has no page for a trace. */
  | { page: 'trace'; traceId: string; service?: LinkedService }
  | { page: 'instance'; service: LinkedService; instanceId: string }
  | { page: 'endpoint'; service: LinkedService; endpointId: string }
  | { page: 'alarms' };

const DEFAULT_LAYER = 'GENERAL';

/** In the built-in template of booster's service page, from 9.5 on; logs moved from 7 to 8 in 10.4. */
const BOOSTER_TABS = { trace: 4, log: 7, topology: 3 };

type PathOf = (ui: SkywalkingUi, subject: SkywalkingPage) => string | undefined;

const PATHS: Record<SkywalkingUi['generation'], PathOf> = {
  rocketbot: rocketbotPath,
  booster: boosterPath,
  horizon: horizonPath,
};

/**
 * The address of a page in SkyWalking's own UI, of any of its three generations.
 *
 * Booster and rocketbot take no time in their addresses, and booster before 10.3 has no page for a trace: the link leads
 * to the traces of the service then (see {@link opensTrace}), where the id can be pasted.
 *
 * @returns `undefined` where that UI has no address for it
 */
export function skywalkingLink(
  ui: SkywalkingUi,
  subject: SkywalkingPage,
): string | undefined {
  const path = PATHS[ui.generation](ui, subject);
  return path === undefined
    ? undefined
    : `${ui.baseUrl.replace(/\/+$/, '')}${path}`;
}

/** Whether a link to a trace leads to that very trace, and not only to its service. */
export function opensTrace(ui: SkywalkingUi): boolean {
  return ui.generation !== 'booster' || ui.tracePage;
}

/** Of 8.x, which knows services by name, and only some pages by address. */
function rocketbotPath(_: SkywalkingUi, subject: SkywalkingPage) {
  switch (subject.page) {
    case 'trace':
      // It is this parameter that is read, in lower case.
      return query('/trace', { traceid: subject.traceId });
    case 'traces':
      return query('/trace', { service: subject.service.name });
    case 'logs':
      return query('/log', { service: subject.service.name });
    case 'topology':
      return '/topology';
    case 'alarms':
      return '/alarm';
    default:
      return '/';
  }
}

/** Of 9.0 to 10.4. */
function boosterPath(ui: SkywalkingUi, subject: SkywalkingPage) {
  const { tabs } = ui;
  const traceTab = tabs?.trace ?? BOOSTER_TABS.trace;
  switch (subject.page) {
    case 'services':
      return '/General-Service/Services';
    case 'alarms':
      return '/alerting';
    case 'trace':
      if (ui.tracePage) return `/traces/${encode(subject.traceId)}`;
      return subject.service && boosterTab(subject.service, traceTab);
    case 'traces':
      return boosterTab(subject.service, traceTab);
    case 'logs':
      return boosterTab(subject.service, tabs?.log ?? BOOSTER_TABS.log);
    case 'topology':
      return boosterTab(subject.service, BOOSTER_TABS.topology);
    case 'service':
      return boosterService(subject.service);
    case 'instance':
      return boosterPart(subject.service, 'ServiceInstance', {
        id: subject.instanceId,
        dashboard: 'General-Instance',
      });
    default:
      return boosterPart(subject.service, 'Endpoint', {
        id: subject.endpointId,
        dashboard: 'General-Endpoint',
      });
  }
}

function boosterService({ id, layer = DEFAULT_LAYER }: LinkedService) {
  if (id === undefined) return undefined;
  return `/dashboard/${encode(layer)}/Service/${encode(id)}/General-Service`;
}

function boosterTab(service: LinkedService, tab: number) {
  const path = boosterService(service);
  return path === undefined ? undefined : `${path}/tab/${tab}`;
}

function boosterPart(
  { id: serviceId, layer = DEFAULT_LAYER }: LinkedService,
  entity: 'ServiceInstance' | 'Endpoint',
  { id, dashboard }: { id: string; dashboard: string },
) {
  if (serviceId === undefined) return undefined;
  return `/dashboard/${encode(layer)}/${entity}/${encode(serviceId)}/${encode(
    id,
  )}/${dashboard}`;
}

/** Of 11. Its layers are in lower case. */
function horizonPath(_: SkywalkingUi, subject: SkywalkingPage) {
  switch (subject.page) {
    case 'alarms':
      return query('/alarms', { layer: DEFAULT_LAYER.toLowerCase() });
    case 'services':
      return `/layer/${DEFAULT_LAYER.toLowerCase()}/service`;
    case 'trace':
      return query(`${layerPath(subject.service)}/trace`, {
        traceId: subject.traceId,
      });
    case 'instance':
      return query(`${layerPath(subject.service)}/instance`, {
        service: subject.service.id,
        instance: subject.instanceId,
      });
    case 'endpoint':
      return query(`${layerPath(subject.service)}/endpoint`, {
        service: subject.service.id,
        endpoint: subject.endpointId,
      });
    default: {
      const { page, service } = subject;
      const name = page === 'traces' ? 'trace' : page;
      return query(`${layerPath(service)}/${name}`, { service: service.id });
    }
  }
}

function layerPath(service?: LinkedService) {
  return `/layer/${encode((service?.layer ?? DEFAULT_LAYER).toLowerCase())}`;
}

function query(path: string, parameters: Record<string, string | undefined>) {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encode(value)}`],
  );
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

/** Ids are base64, whose `+`, `/` and `=` mean something else in an address; names and trace ids may be anything. */
function encode(text: string): string {
  // Halves of surrogate pairs cannot be encoded.
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
