import type { Image } from '../model/workload';

/** A tag as registries take it; what stands after the last colon of anything else belongs to the name. */
const TAG = /^\w[\w.-]{0,127}$/;

/** Longer references exist only to do harm. */
const MAX_LENGTH = 1000;

/** The part before the first slash is a registry when it could be the name of a host, as docker and containerd decide. */
function isRegistry(part: string): boolean {
  return /[.:]/.test(part) || part === 'localhost' || /[A-Z]/.test(part);
}

/**
 * Takes an image reference apart. Total: what is no reference comes back as a repository of that name.
 *
 * @example
 * ```ts
 * parseImage('registry.yunfan.test:5000/order/order-api:1.4.0@sha256:2e02…');
 * // { registry: 'registry.yunfan.test:5000', repository: 'order/order-api', tag: '1.4.0', digest: 'sha256:2e02…', … }
 * ```
 */
export function parseImage(text: string): Image {
  const reference = text.slice(0, MAX_LENGTH);
  const at = reference.indexOf('@');
  const digest = at >= 0 ? reference.slice(at + 1) : '';
  let name = at >= 0 ? reference.slice(0, at) : reference;

  let registry = '';
  const slash = name.indexOf('/');
  if (slash > 0 && isRegistry(name.slice(0, slash))) {
    registry = name.slice(0, slash);
    name = name.slice(slash + 1);
  }

  let tag = '';
  const colon = name.lastIndexOf(':');
  if (colon > 0 && TAG.test(name.slice(colon + 1))) {
    tag = name.slice(colon + 1);
    name = name.slice(0, colon);
  }

  return {
    reference,
    repository: name,
    ...(registry && { registry }),
    ...(tag && { tag }),
    ...(digest && { digest }),
  };
}
