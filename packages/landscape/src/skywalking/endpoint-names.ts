import type { Placement } from '../world/placements';
import type { Endpoint, Service } from '../world/service';
import { hash, toUnit } from '../world/random';

/** Whose developers take what callers send for a path; elsewhere nobody has to look at such names. */
const CARELESS_SERVICE = 'coupon-api';
const CARELESS_ENVIRONMENTS: readonly string[] = ['dev', 'test'];

/** A path as an attacker writes it: a terminal's red, and a direction that turns the end around. */
const HOSTILE_NAME = 'GET:/coupons/\u001b[31mfree\u202egnp.exe';

/** The part of the careless service's requests that have it. */
export const HOSTILE_PART = 1 / 30;

/** Whether what the service reports on the target may be anything. */
export function isCareless({
  service,
  environment,
}: Pick<Placement, 'environment'> & { service: { name: string } }): boolean {
  return (
    service.name === CARELESS_SERVICE &&
    CARELESS_ENVIRONMENTS.includes(environment)
  );
}

/** How an agent names an endpoint. */
export function endpointName(
  { protocol }: Service,
  { method, path }: Endpoint,
): string {
  if (protocol === 'rpc') return path;
  if (protocol === 'worker') return `Kafka/${path}/Consumer`;
  return `${method}:${path}`;
}

/** All that the endpoints of a service are called. */
export function endpointNamesOf(placement: Placement): string[] {
  const { service } = placement;
  const names = service.endpoints.map(item => endpointName(service, item));
  return isCareless(placement) ? [...names, HOSTILE_NAME] : names;
}

/** The part of a service's requests that an endpoint takes, from 0 to 1. */
export function endpointShare(placement: Placement, name: string): number {
  const { service } = placement;
  const careless = isCareless(placement);
  if (name === HOSTILE_NAME) return careless ? HOSTILE_PART : 0;
  const total = service.endpoints.reduce((sum, { weight }) => sum + weight, 0);
  const own = service.endpoints
    .filter(item => endpointName(service, item) === name)
    .reduce((sum, { weight }) => sum + weight, 0);
  return (own / total) * (careless ? 1 - HOSTILE_PART : 1);
}

/** What an agent calls the endpoint of one request of a trace. */
export function visitedEndpoint(
  place: Pick<Placement, 'environment' | 'service'>,
  endpoint: Endpoint,
  traceId: string,
): string {
  const isHostile =
    isCareless(place) && toUnit(hash(traceId, 'endpoint')) < HOSTILE_PART;
  return isHostile ? HOSTILE_NAME : endpointName(place.service, endpoint);
}
