import {
  deploymentOf,
  versionOf,
  type Message,
  type Role,
  type ScopedDeployment,
  type Target,
} from '@pilothouse/plugin-release-common';
import type { EntityPod } from '@pilothouse/plugin-release-node';
import {
  matchPods,
  podNamesOf,
  type Figures,
  type MetricWindow,
  type OapInstance,
  type OapService,
} from '@pilothouse/plugin-skywalking-node';
import type { OpenedService } from '../access/ServiceAccess';

/** Instances whose numbers are read; each is three questions to the OAP. */
export const MOST_INSTANCES = 100;

/** An instance with its numbers, and the pod that it is. */
export interface PodInstance {
  instance: OapInstance;
  figures: Figures;
  pod?: EntityPod;
  /** That of the pod; of one that is gone, as its name tells. */
  role?: Role;
}

export interface PodInstances {
  instances: readonly PodInstance[];
  /** Missing where pods are not known. */
  pods?: readonly EntityPod[];
  /** `no-pods`, `no-instance-data`, `cut` */
  problems: readonly Message[];
}

type Asked = Pick<OpenedService, 'skywalking' | 'ask' | 'pods'> & {
  service: OapService;
};

/** Which instances there are, and whose pods. @throws SkywalkingError */
export async function matchInstances(
  { skywalking, service, ask, pods: readPods }: Asked,
  window: MetricWindow,
): Promise<{
  instances: readonly Omit<PodInstance, 'figures'>[];
  pods?: readonly EntityPod[];
  problems: readonly Message[];
}> {
  const [all, known] = await Promise.all([
    skywalking.listInstances(service, window, ask),
    readPods(),
  ]);
  const isServed = ({ target }: { target: Target }) =>
    skywalking.serves(target.environment, target.cluster);
  const pods = known?.pods.filter(({ workload }) => isServed(workload));
  const deployments = known?.deployments.filter(isServed) ?? [];
  const matches = matchPods(all, pods ?? []);
  // Those that are somebody's pods first: they are what the reader came for.
  const ordered = [...all].sort(
    (a, b) => Number(matches.has(b.id)) - Number(matches.has(a.id)),
  );
  const problems: Message[] = [];
  if (!known || known.isPartial) problems.push({ code: 'no-pods', params: {} });
  if (all.length > MOST_INSTANCES) {
    problems.push({ code: 'cut', params: { shown: MOST_INSTANCES } });
  }
  if (pods && pods.length > 0 && matches.size === 0) {
    problems.push({ code: 'no-instance-data', params: {} });
  }
  return {
    instances: ordered.slice(0, MOST_INSTANCES).map(instance => {
      const pod = matches.get(instance.id);
      return {
        instance,
        pod,
        // Names tell something where those of living pods do.
        role:
          pod?.role ??
          (matches.size > 0 ? roleByName(instance, deployments) : undefined),
      };
    }),
    pods,
    problems,
  };
}

/** The same with their numbers. @throws SkywalkingError */
export async function readPodInstances(
  asked: Asked,
  window: MetricWindow,
): Promise<PodInstances> {
  const { skywalking, service, ask } = asked;
  const { instances, pods, problems } = await matchInstances(asked, window);
  const figures = await skywalking.readFigures(
    instances.map(({ instance }) => ({
      scope: 'ServiceInstance',
      serviceName: service.name,
      serviceInstanceName: instance.name,
    })),
    window,
    ask,
  );
  return {
    instances: instances.map((each, index) => ({
      ...each,
      figures: figures[index],
    })),
    pods,
    problems,
  };
}

/** Of a pod that is gone only its name is left, where its agent has told it. */
function roleByName(
  instance: OapInstance,
  deployments: readonly ScopedDeployment[],
): Role | undefined {
  const roles = podNamesOf(instance).map(
    name => deploymentOf(name, deployments)?.role,
  );
  return roles.find(role => role !== undefined);
}

/** The tag, or the short digest, of what a pod runs. */
export function podVersion({ image }: EntityPod): string {
  return versionOf(image).slice(0, 300);
}
