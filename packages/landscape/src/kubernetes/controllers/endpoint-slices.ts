import { isDeepStrictEqual } from 'node:util';
import type { Draft } from '../types';
import type { ControllerContext } from './context';
import { canonicalJson } from './hash';
import {
  controllerReference,
  keyOf,
  kinds,
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
  type Pod,
  type Service,
  type ServicePort,
} from './objects';
import { isReady, isTerminal } from './pods/conditions';
import { hasLabels } from './selectors';
import { timestamp } from './time';

const MANAGER = 'kube-controller-manager';
const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const OURS = 'endpointslice-controller.k8s.io';
const HEADLESS = 'service.kubernetes.io/headless';
const LAST_TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time';
const LARGEST_SLICE = 100;

/** Empty lists are `null`, as the real controller leaves them. */
type SliceContent = Pick<EndpointSlice, 'ports' | 'endpoints'>;

/** Lists the pods behind every Service that has a selector, in EndpointSlices that the Service owns. */
export function startEndpointSlices(context: ControllerContext): void {
  const { services, pods, endpointSlices, nodes, api, clock } = context;

  const queue = context.observerQueue(key => {
    const service = services.get(key);
    if (!service?.spec.selector || service.metadata.deletionTimestamp) return;
    if (service.spec.type === 'ExternalName') return;
    const wanted = contents(service);
    // Slices with the same ports are continued, so that their names stay; what is left over is deleted.
    const present = [...endpointSlices.controlledBy(service.metadata.uid)];
    for (const content of wanted) {
      const index = present.findIndex(({ ports }) =>
        isDeepStrictEqual(ports, content.ports),
      );
      const [slice] = index < 0 ? [] : present.splice(index, 1);
      if (slice) update(service, slice, content);
      else create(service, content);
    }
    for (const { metadata } of present) {
      api.delete(kinds.endpointSlices, metadata.namespace, metadata.name);
    }
  });

  function contents(service: Service): SliceContent[] {
    const byPorts = new Map<
      string,
      { ports: EndpointPort[]; endpoints: Endpoint[] }
    >();
    for (const pod of pods.inNamespace(service.metadata.namespace)) {
      if (!pod.status?.podIP || isTerminal(pod)) continue;
      if (!hasLabels(pod.metadata.labels, service.spec.selector)) continue;
      const ports = portsOf(service, pod);
      const key = canonicalJson(ports);
      const content = byPorts.get(key) ?? { ports, endpoints: [] };
      content.endpoints.push(endpointOf(service, pod));
      byPorts.set(key, content);
    }
    if (byPorts.size === 0) return [{ ports: null, endpoints: null }];
    return [...byPorts.values()].flatMap(({ ports, endpoints }) => {
      endpoints.sort((a, b) => (a.targetRef.name < b.targetRef.name ? -1 : 1));
      return slices(endpoints).map(part => ({
        ports: ports.length > 0 ? ports : null,
        endpoints: part,
      }));
    });
  }

  function endpointOf(service: Service, pod: Pod): Endpoint {
    const { name, namespace, uid, deletionTimestamp } = pod.metadata;
    const { nodeName, hostname, subdomain } = pod.spec;
    const serving = isReady(pod);
    const terminating = deletionTimestamp !== undefined;
    const always = service.spec.publishNotReadyAddresses === true;
    const zone = nodeName
      ? nodes.get(nodeName)?.metadata.labels?.['topology.kubernetes.io/zone']
      : undefined;
    return {
      addresses: [pod.status?.podIP ?? ''],
      conditions: {
        ready: always || (serving && !terminating),
        serving,
        terminating,
      },
      ...(hostname && subdomain === service.metadata.name && { hostname }),
      ...(nodeName && { nodeName }),
      targetRef: { kind: 'Pod', name, namespace, uid },
      ...(zone && { zone }),
    };
  }

  function create(service: Service, content: SliceContent): void {
    const { name, namespace } = service.metadata;
    const draft: Draft<EndpointSlice> = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        generateName: `${name}-`,
        namespace,
        labels: labelsFor(service),
        annotations: { [LAST_TRIGGER]: timestamp(clock.now()) },
        ownerReferences: [controllerReference(service)],
      },
      addressType: 'IPv4',
      ...content,
    };
    api.create(kinds.endpointSlices, draft, { manager: MANAGER });
  }

  function update(
    service: Service,
    slice: EndpointSlice,
    content: SliceContent,
  ): void {
    const labels = labelsFor(service);
    if (
      isDeepStrictEqual(slice.endpoints, content.endpoints) &&
      isDeepStrictEqual({ ...slice.metadata.labels }, labels)
    ) {
      return;
    }
    const annotations = { [LAST_TRIGGER]: timestamp(clock.now()) };
    api.update(
      kinds.endpointSlices,
      {
        ...slice,
        ...content,
        metadata: { ...slice.metadata, labels, annotations },
      },
      { manager: MANAGER },
    );
  }

  services.subscribe(({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  endpointSlices.subscribe(({ type, object }) => {
    const { namespace, labels } = object.metadata;
    if (type !== 'DELETED' || labels?.[MANAGED_BY] !== OURS) return;
    queue.add(`${namespace}/${labels[SERVICE_NAME]}`);
  });
  pods.subscribe(({ type, object, previous }) => {
    if (type === 'MODIFIED' && previous && !changed(previous, object)) return;
    for (const service of services.inNamespace(object.metadata.namespace)) {
      const { selector } = service.spec;
      const concerned =
        selector &&
        (hasLabels(object.metadata.labels, selector) ||
          (previous && hasLabels(previous.metadata.labels, selector)));
      if (concerned) queue.add(keyOf(service));
    }
  });
}

/** Whether anything changed that an endpoint tells. */
function changed(before: Pod, after: Pod): boolean {
  return (
    isReady(before) !== isReady(after) ||
    before.status?.podIP !== after.status?.podIP ||
    isTerminal(before) !== isTerminal(after) ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    !isDeepStrictEqual(before.metadata.labels, after.metadata.labels)
  );
}

function portsOf(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap(servicePort => {
    const port = targetOf(servicePort, pod);
    if (port === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol && { appProtocol }) }];
  });
}

// A target port may be the name of a container's port, which can be another number in each pod.
function targetOf(
  { targetPort, port, protocol = 'TCP' }: ServicePort,
  { spec }: Pod,
): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  if (targetPort === undefined) return port;
  return spec.containers
    .flatMap(({ ports = [] }) => ports)
    .find(
      candidate =>
        candidate.name === targetPort &&
        (candidate.protocol ?? 'TCP') === protocol,
    )?.containerPort;
}

function labelsFor({ metadata, spec }: Service): Record<string, string> {
  return {
    ...metadata.labels,
    [MANAGED_BY]: OURS,
    [SERVICE_NAME]: metadata.name,
    ...(spec.clusterIP === 'None' && { [HEADLESS]: '' }),
  };
}

function slices(endpoints: Endpoint[]): Endpoint[][] {
  const parts: Endpoint[][] = [];
  for (let from = 0; from < endpoints.length; from += LARGEST_SLICE) {
    parts.push(endpoints.slice(from, from + LARGEST_SLICE));
  }
  return parts;
}
