/** `order-api` is `b3JkZXItYXBp.1`: what agents report is real, `.1`; what is only known from its callers is `.0`. */
export function serviceIdOf(name: string): string {
  return `${encode(name)}.1`;
}

/** An instance or an endpoint of a service. */
export function partIdOf(serviceId: string, name: string): string {
  return `${serviceId}_${encode(name)}`;
}

/** Whether an id of an instance or an endpoint is of that service; its name goes after. */
export function isPartOf(serviceId: string, id: string): boolean {
  return partNameOf(serviceId, id) !== undefined;
}

/** @returns `undefined` for what is no id of a part of the service */
export function partNameOf(serviceId: string, id: string): string | undefined {
  if (!id.startsWith(`${serviceId}_`)) return undefined;
  const encoded = id.slice(serviceId.length + 1);
  const name = Buffer.from(encoded, 'base64').toString('utf8');
  // What decodes to something else than it came from was made up.
  return name !== '' && encode(name) === encoded ? name : undefined;
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
