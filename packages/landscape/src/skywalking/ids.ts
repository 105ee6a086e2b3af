/** A service by what its id says: agents report `real` ones, the others are only known from their callers. */
export interface ServiceName {
  name: string;
  real: boolean;
}

/** An instance or an endpoint, which belong to a service. */
export interface PartName {
  service: ServiceName;
  name: string;
}

/** Standard base64 of the name, with `.1` for a real service and `.0` for a conjectured one. */
export function serviceIdOf({ name, real }: ServiceName): string {
  return `${encode(name)}.${real ? 1 : 0}`;
}

/** The id of an instance or an endpoint: that of its service, and base64 of its name. */
export function partIdOf(service: ServiceName, name: string): string {
  return `${serviceIdOf(service)}_${encode(name)}`;
}

/** @returns `undefined` for what is no id of a service */
export function readServiceId(id: string): ServiceName | undefined {
  const [, name, kind] = /^([\w+/=-]+)\.([01])$/.exec(id) ?? [];
  return name ? { name: decode(name), real: kind === '1' } : undefined;
}

/** @returns `undefined` for what is no id of an instance or an endpoint */
export function readPartId(id: string): PartName | undefined {
  const at = id.indexOf('_');
  const service = at < 0 ? undefined : readServiceId(id.slice(0, at));
  return service && { service, name: decode(id.slice(at + 1)) };
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
