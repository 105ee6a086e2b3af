import type { Estate } from '../estate';
import type { Metric } from './catalogue';
import type { Subject } from './figures';

/** The input type `Entity` of the protocol, of which each metric needs other fields. */
export interface EntityInput {
  scope?: string | null;
  serviceName?: string | null;
  normal?: boolean | null;
  serviceInstanceName?: string | null;
  endpointName?: string | null;
  destServiceName?: string | null;
  destNormal?: boolean | null;
}

/** `incomplete`: it does not say what the metric needs. `unknown`: nobody here has that name. */
export type Found = Subject | 'incomplete' | 'unknown';

/** Finds whom a metric is asked for. */
export function subjectOf(
  estate: Estate,
  metric: Metric,
  entity: EntityInput,
): Found {
  const { serviceName, normal, serviceInstanceName, endpointName } = entity;
  if (!serviceName || typeof normal !== 'boolean') return 'incomplete';
  const isPart = !!serviceInstanceName || !!endpointName;
  switch (metric.scope) {
    case 'Service': {
      if (isPart) return 'incomplete';
      const service = findService(estate, serviceName, normal);
      if (!service) return 'unknown';
      if (service.real) {
        return metric.conjectured ? 'unknown' : { scope: 'Service', service };
      }
      const isOfIt = metric.name.startsWith(`${service.store.type}_`);
      return isOfIt ? { scope: 'Conjectured', service } : 'unknown';
    }
    case 'ServiceInstance': {
      if (!serviceInstanceName) return 'incomplete';
      const service = normal ? estate.agent(serviceName) : undefined;
      return service
        ? { scope: 'ServiceInstance', service, pod: serviceInstanceName }
        : 'unknown';
    }
    case 'Endpoint': {
      if (!endpointName) return 'incomplete';
      const service = normal ? estate.agent(serviceName) : undefined;
      return service
        ? { scope: 'Endpoint', service, endpoint: endpointName }
        : 'unknown';
    }
    default: {
      const { destServiceName, destNormal } = entity;
      if (!destServiceName || typeof destNormal !== 'boolean') {
        return 'incomplete';
      }
      const source = normal ? estate.agent(serviceName) : undefined;
      const target = findService(estate, destServiceName, destNormal);
      return source && target
        ? { scope: 'ServiceRelation', source, target }
        : 'unknown';
    }
  }
}

function findService(estate: Estate, name: string, normal: boolean) {
  return normal
    ? estate.agent(name)
    : estate.conjectured().find(item => item.name === name);
}
