import type { Role } from './history';
import type { Service } from './service';

/** `order-api` as `OrderApi`. */
export function pascalCase(name: string): string {
  return name
    .split(/[-.]/)
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

/** The name of a Deployment of a service. */
export function deploymentName(service: Service, role: Role): string {
  return role === 'canary' ? `${service.name}-canary` : service.name;
}

/** Labels of everything that belongs to a service; the first is how Backstage finds it. */
export function labelsOf(service: Service): Record<string, string> {
  return {
    'backstage.io/kubernetes-id': service.name,
    app: service.name,
    'app.kubernetes.io/part-of': service.system,
  };
}
