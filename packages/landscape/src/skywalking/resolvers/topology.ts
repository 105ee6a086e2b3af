import { readDuration, type DurationInput } from '../duration';
import type { AgentService, ConjecturedService, Estate } from '../estate';
import { partIdOf, readPartId, readServiceId, serviceIdOf } from '../ids';
import type { Oap } from '../oap';
import { clientOf, serverOf, STORES } from '../traces/components';

interface MapNode {
  id: string;
  name: string;
  type: string;
  isReal: boolean;
  layers: string[];
}

interface MapCall {
  id: string;
  source: string;
  target: string;
  sourceComponents: string[];
  targetComponents: string[];
  detectPoints: ('CLIENT' | 'SERVER')[];
}

interface ServiceMap {
  nodes: MapNode[];
  calls: MapCall[];
}

/** Where requests come from that no agent has sent. */
const USER: MapNode = {
  id: serviceIdOf({ name: 'User', real: false }),
  name: 'User',
  type: 'USER',
  isReal: false,
  layers: ['UNDEFINED'],
};

type Asked = { duration: DurationInput };

/** Who calls whom: services, and endpoints. */
export function topologyResolvers({ estate }: Oap) {
  const around = (ids: readonly string[], duration: DurationInput) => {
    const { from, to } = readDuration(duration);
    const whole = mapOf(estate, from, to);
    const calls = whole.calls.filter(
      ({ source, target }) => ids.includes(source) || ids.includes(target),
    );
    return withNodes(whole, calls);
  };
  return {
    getGlobalTopology: ({
      duration,
      layer,
    }: Asked & { layer?: string | null }) => {
      const { from, to } = readDuration(duration);
      const whole = mapOf(estate, from, to);
      if (!layer) return whole;
      const ids = new Set(
        whole.nodes
          .filter(({ layers }) => layers.includes(layer))
          .map(({ id }) => id),
      );
      return withNodes(
        whole,
        whole.calls.filter(
          ({ source, target }) => ids.has(source) || ids.has(target),
        ),
      );
    },
    getServiceTopology: ({
      serviceId,
      duration,
    }: Asked & { serviceId: string }) => around([serviceId], duration),
    getServicesTopology: ({
      serviceIds,
      duration,
    }: Asked & { serviceIds: string[] }) => around(serviceIds, duration),
    getEndpointDependencies: ({
      endpointId,
      duration,
    }: Asked & { endpointId: string }) => {
      readDuration(duration);
      return endpointMap(estate, endpointId);
    },
  };
}

function withNodes({ nodes }: ServiceMap, calls: MapCall[]): ServiceMap {
  const ids = new Set(calls.flatMap(({ source, target }) => [source, target]));
  return { nodes: nodes.filter(({ id }) => ids.has(id)), calls };
}

/** The map of all services that had pods in the time. */
function mapOf(estate: Estate, from: number, to: number): ServiceMap {
  const agents = estate
    .agents()
    .filter(service => estate.instances(service, from, to).length > 0);
  const stores = estate
    .conjectured()
    .map(store => ({ ...store, callers: callersOf(store, agents) }))
    .filter(({ callers }) => callers.length > 0);
  const entries = agents.filter(({ service }) => service.entry > 0);
  const calls = [
    ...entries.map(target =>
      call(USER.id, target.id, {
        source: [],
        target: [serverOf(target.service)],
        points: ['SERVER'],
      }),
    ),
    ...agents.flatMap(source =>
      agents
        .filter(({ name }) =>
          source.service.calls.some(({ to: t }) => t === name),
        )
        .map(target =>
          call(source.id, target.id, {
            source: [clientOf(source.service, target.service)],
            target: [serverOf(target.service)],
            points: ['CLIENT', 'SERVER'],
          }),
        ),
    ),
    ...stores.flatMap(target =>
      target.callers.map(source =>
        call(source.id, target.id, {
          source: [STORES[target.store.type].client],
          target: [STORES[target.store.type].node],
          points: ['CLIENT'],
        }),
      ),
    ),
  ];
  const nodes = [
    ...(entries.length > 0 ? [USER] : []),
    ...agents.map(
      ({ id, name, service }): MapNode => ({
        id,
        name,
        type: serverOf(service),
        isReal: true,
        layers: ['GENERAL'],
      }),
    ),
    ...stores.map(
      ({ id, name, store, layer }): MapNode => ({
        id,
        name,
        type: STORES[store.type].node,
        isReal: false,
        layers: [layer],
      }),
    ),
  ];
  return { nodes, calls };
}

function callersOf(
  { callers }: ConjecturedService,
  agents: readonly AgentService[],
): AgentService[] {
  return agents.filter(({ name }) =>
    callers.some(caller => caller.name === name),
  );
}

function call(
  source: string,
  target: string,
  ends: {
    source: string[];
    target: string[];
    points: MapCall['detectPoints'];
  },
): MapCall {
  return {
    id: `${source}-${target}`,
    source,
    target,
    sourceComponents: ends.source,
    targetComponents: ends.target,
    detectPoints: ends.points,
  };
}

/** The endpoints that come before and after one; the services choose among theirs freely. */
function endpointMap(estate: Estate, endpointId: string) {
  const part = readPartId(endpointId);
  const own = part && estate.agent(part.service.name);
  if (!own || !own.endpoints.includes(part.name)) {
    return { nodes: [], calls: [] };
  }
  const agents = estate.agents();
  const before = agents.filter(({ service }) =>
    service.calls.some(({ to }) => to === own.name),
  );
  const after = agents.filter(({ name }) =>
    own.service.calls.some(({ to }) => to === name),
  );
  const nodesOf = (service: AgentService) =>
    service.endpoints.map(name => endpointNode(service, name));
  const centre = endpointNode(own, part.name);
  const callers = before.flatMap(nodesOf);
  const callees = after.flatMap(nodesOf);
  const edge = (source: typeof centre, target: typeof centre) => ({
    // Unlike between services, the parts of the ids stand side by side.
    id: [source, target].map(({ id }) => id.replace('_', '-')).join('-'),
    source: source.id,
    target: target.id,
    sourceComponents: [],
    targetComponents: [],
    detectPoints: ['SERVER'],
  });
  return {
    nodes: [centre, ...callers, ...callees],
    calls: [
      ...callers.map(caller => edge(caller, centre)),
      ...callees.map(callee => edge(centre, callee)),
    ],
  };
}

function endpointNode(service: AgentService, name: string) {
  return {
    id: partIdOf(service, name),
    name,
    serviceId: service.id,
    serviceName: service.name,
    type: '',
    isReal: readServiceId(service.id)?.real ?? true,
  };
}
