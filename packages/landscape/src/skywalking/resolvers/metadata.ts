import { readDuration, ZONE, type DurationInput } from '../duration';
import {
  LANGUAGES,
  type AgentService,
  type ConjecturedService,
  type Estate,
  type Instance,
} from '../estate';
import { partIdOf, readPartId, readServiceId } from '../ids';
import type { Oap } from '../oap';

/** The layers that 10.1 knows and that something like this company may have. */
const LAYERS = [
  ...['GENERAL', 'MESH', 'MESH_CP', 'MESH_DP', 'K8S', 'K8S_SERVICE'],
  ...['VIRTUAL_DATABASE', 'VIRTUAL_CACHE', 'VIRTUAL_MQ', 'BROWSER'],
  ...['MYSQL', 'POSTGRESQL', 'REDIS', 'ELASTICSEARCH', 'RABBITMQ', 'KAFKA'],
  ...['APISIX', 'NGINX', 'FAAS', 'OS_LINUX', 'OS_WINDOWS', 'SO11Y_OAP'],
];

/** Services, instances, endpoints, and what the OAP says of itself. */
export function metadataResolvers({ estate, dialect, clock }: Oap) {
  const all = () => [
    ...estate.agents().map(agentRow),
    ...estate.conjectured().map(conjecturedRow),
  ];
  const instances = ({
    duration,
    serviceId,
  }: {
    duration: DurationInput;
    serviceId: string;
  }) => {
    const { from, to } = readDuration(duration);
    const service = agentOf(estate, serviceId);
    return service
      ? estate
          .instances(service, from, to)
          .map(item => instanceRow(service, item))
      : [];
  };
  const endpoints = (args: {
    keyword?: string | null;
    serviceId: string;
    limit: number;
  }) => {
    const service = agentOf(estate, args.serviceId);
    if (!service) return [];
    const keyword = (args.keyword ?? '').toLowerCase();
    return service.endpoints
      .filter(name => name.toLowerCase().includes(keyword))
      .slice(0, Math.max(0, args.limit))
      .map(name => ({ id: partIdOf(service, name), name }));
  };
  const named = (name: string) =>
    all().find(item => item.name === name) ?? null;
  return {
    version: () => dialect.version,
    checkHealth: () => ({ score: 0, details: '' }),
    getTimeInfo: () => ({ timezone: ZONE, currentTimestamp: clock.now() }),
    listLayers: () => LAYERS,
    listServices: ({ layer }: { layer?: string | null }) =>
      all().filter(item => !layer || item.layers.includes(layer)),
    getService: ({ serviceId }: { serviceId: string }) =>
      all().find(({ id }) => id === serviceId) ?? null,
    findService: ({ serviceName }: { serviceName: string }) =>
      named(serviceName),
    listInstances: instances,
    getInstance: ({ instanceId }: { instanceId: string }) => {
      const part = readPartId(instanceId);
      const service = part && estate.agent(part.service.name);
      const found =
        service &&
        estate
          .instances(service, 0, clock.now())
          .find(({ id }) => id === instanceId);
      return found ? instanceRow(service, found) : null;
    },
    findEndpoint: endpoints,
    getEndpointInfo: ({ endpointId }: { endpointId: string }) => {
      const part = readPartId(endpointId);
      const service = part && estate.agent(part.service.name);
      return service
        ? {
            id: endpointId,
            name: part.name,
            serviceId: service.id,
            serviceName: service.name,
          }
        : null;
    },
    getAllServices: () => all().filter(({ normal }) => normal),
    searchServices: ({ keyword }: { keyword: string }) =>
      all().filter(({ name, normal }) => normal && name.includes(keyword)),
    searchService: ({ serviceCode }: { serviceCode: string }) =>
      named(serviceCode),
    getServiceInstances: instances,
    searchEndpoint: endpoints,
  };
}

/** The service that reports under that id. */
export function agentOf(estate: Estate, id: string): AgentService | undefined {
  const name = readServiceId(id);
  return name?.real ? estate.agent(name.name) : undefined;
}

function agentRow({ id, name }: AgentService) {
  return {
    id,
    name,
    shortName: name,
    group: '',
    layers: ['GENERAL'],
    normal: true,
  };
}

function conjecturedRow({ id, name, layer }: ConjecturedService) {
  return {
    id,
    name,
    shortName: name,
    group: '',
    layers: [layer],
    normal: false,
  };
}

function instanceRow(
  { service }: AgentService,
  { id, pod, placement }: Instance,
) {
  return {
    id,
    name: pod.name,
    instanceUUID: id,
    language: LANGUAGES[service.platform],
    attributes: [
      { name: 'OS Name', value: 'Linux' },
      { name: 'hostname', value: pod.name },
      { name: 'Process No.', value: '1' },
      { name: 'ipv4s', value: pod.ip },
      { name: 'namespace', value: placement.namespace },
    ],
  };
}
