import type { KubeObject } from '../types';
import { age, name, text, wide, type Column } from './column';
import {
  fieldsAt,
  intOrTextAt,
  listAt,
  numberAt,
  textAt,
  textsAt,
} from './read';
import { formatLabels, formatSelector } from './selector';

const LONGEST_LIST = 3;

/** The first few items, and how many more there are. */
function shortened(items: string[]): string {
  const shown = items.slice(0, LONGEST_LIST).join(',');
  return items.length > LONGEST_LIST
    ? `${shown} + ${items.length - LONGEST_LIST} more...`
    : shown;
}

function balancerAddresses(object: KubeObject): string {
  const addresses = listAt(object, 'status.loadBalancer.ingress').flatMap(
    ingress => textAt(ingress, 'ip') ?? textAt(ingress, 'hostname') ?? [],
  );
  return [...new Set(addresses)].sort().join(',');
}

function externalAddress(service: KubeObject): string {
  const external = textsAt(service, 'spec.externalIPs').join(',');
  switch (textAt(service, 'spec.type')) {
    case 'ClusterIP':
    case 'NodePort':
      return external || '<none>';
    case 'LoadBalancer': {
      const balancer = balancerAddresses(service);
      return [balancer, external].filter(Boolean).join(',') || '<pending>';
    }
    case 'ExternalName':
      return textAt(service, 'spec.externalName') ?? '';
    default:
      return '<unknown>';
  }
}

function servicePorts(service: KubeObject): string {
  const ports = listAt(service, 'spec.ports').map(port => {
    const nodePort = numberAt(port, 'nodePort');
    const outside = nodePort ? `:${nodePort}` : '';
    return `${numberAt(port, 'port')}${outside}/${textAt(port, 'protocol')}`;
  });
  return ports.join(',') || '<none>';
}

export const services: Column[] = [
  name,
  text(
    'Type',
    'How the service is reached.',
    object => textAt(object, 'spec.type') ?? '',
  ),
  text(
    'Cluster-IP',
    'Address inside the cluster.',
    object => textsAt(object, 'spec.clusterIPs')[0] ?? '<none>',
  ),
  text('External-IP', 'Addresses outside the cluster.', externalAddress),
  text('Port(s)', 'Ports of the service.', servicePorts),
  age,
  wide(
    text('Selector', 'Labels of the pods behind the service.', object =>
      formatLabels(fieldsAt(object, 'spec.selector')),
    ),
  ),
];

function hosts(ingress: KubeObject): string {
  const rules = listAt(ingress, 'spec.rules');
  const named = rules.filter(rule => textAt(rule, 'host'));
  if (named.length === 0) return '*';
  const shown = named.slice(0, LONGEST_LIST);
  const words = shown.map(rule => textAt(rule, 'host')).join(',');
  // Rules without a host count among those that are not shown.
  const cut =
    shown.length === LONGEST_LIST &&
    rules.indexOf(shown[LONGEST_LIST - 1]) < rules.length - 1;
  return cut ? `${words} + ${rules.length - LONGEST_LIST} more...` : words;
}

export const ingresses: Column[] = [
  name,
  text(
    'Class',
    'Ingress class.',
    object => textAt(object, 'spec.ingressClassName') ?? '<none>',
  ),
  text('Hosts', 'Hosts that the rules name.', hosts),
  text('Address', 'Addresses of the load balancer.', balancerAddresses),
  text('Ports', 'Ports that are open.', object =>
    listAt(object, 'spec.tls').length ? '80, 443' : '80',
  ),
  age,
];

export const networkPolicies: Column[] = [
  name,
  text(
    'Pod-Selector',
    'Pods to which the policy applies.',
    object => formatSelector(fieldsAt(object, 'spec.podSelector')) || '<none>',
  ),
  age,
];

export const endpointSlices: Column[] = [
  name,
  text(
    'AddressType',
    'Kind of the addresses.',
    object => textAt(object, 'addressType') ?? '',
  ),
  text('Ports', 'Ports of each endpoint.', object => {
    const ports = listAt(object, 'ports').map(
      port => intOrTextAt(port, 'port') ?? textAt(port, 'name') ?? '*',
    );
    return shortened(ports) || '<unset>';
  }),
  text('Endpoints', 'Addresses of the endpoints.', object => {
    const addresses = listAt(object, 'endpoints').flatMap(endpoint =>
      textsAt(endpoint, 'addresses'),
    );
    return shortened(addresses) || '<unset>';
  }),
  age,
];
