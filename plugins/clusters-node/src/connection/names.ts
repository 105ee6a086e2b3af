import { InputError } from '@backstage/errors';
import type { WritableKind } from '../types';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const VERSION = /^v[0-9]+((alpha|beta)[0-9]+)?$/;

/** Of a namespace, container or plural. */
export function assertLabel(what: string, value: string): void {
  if (!LABEL.test(value)) refuse(what, value);
}

/** Of most objects. */
export function assertSubdomain(what: string, value: string): void {
  if (value.length > 253 || !SUBDOMAIN.test(value)) refuse(what, value);
}

/** `/apis/apps/v1/namespaces/order/deployments/order-api`. Everything in it has been checked: nothing climbs out. */
export function objectPath(
  kind: WritableKind,
  { namespace, name }: { namespace?: string; name: string },
): string {
  assertSubdomain('name', name);
  return `${collectionPath(kind, namespace)}/${name}`;
}

/** `/apis/apps/v1/namespaces/order/deployments`, checked like {@link objectPath}. */
export function collectionPath(
  kind: WritableKind,
  namespace: string | undefined,
): string {
  const [group, version, ...more] = kind.apiVersion.includes('/')
    ? kind.apiVersion.split('/')
    : ['', kind.apiVersion];
  if (more.length > 0 || !VERSION.test(version)) {
    refuse('apiVersion', kind.apiVersion);
  }
  if (group) assertSubdomain('API group', group);
  assertLabel('plural', kind.plural);
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  if (!kind.namespaced) return `${root}/${kind.plural}`;
  assertLabel('namespace', namespace ?? '');
  return `${root}/namespaces/${namespace}/${kind.plural}`;
}

function refuse(what: string, value: string): never {
  throw new InputError(
    `${JSON.stringify(value.slice(0, 100))} is no ${what} of Kubernetes`,
  );
}
