import {
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  NAMESPACE,
  type Cluster,
  type WritableKind,
} from '@pilothouse/plugin-clusters-node';
import {
  parseImage,
  workloadId,
  type RolloutPolicy,
} from '@pilothouse/plugin-release-common';
import type {
  RolloutDefinition,
  TargetDefinition,
} from '../../rollout/definition';
import { planSteps } from '../../rollout/steps/planSteps';
import type { Deployment } from '../../workload/objects';
import { until } from './until';

const REPOSITORY = 'registry.yunfan.test/shop/shop';
/** As a pipeline does it. */
const PIPELINE = 'kubectl-client-side-apply';

const FIRST_TAG = '1';

/** Controllers of a cluster that was struck before take their time. */
const OPEN_WITHIN_MS = 180_000;

export type Role = 'release' | 'canary';

/** A policy for people in a hurry. */
export const HASTY: RolloutPolicy = {
  strategy: 'canary',
  stepIntervalMs: 500,
  bakeMs: 1_000,
  maxCanaryReplicas: 2,
  gate: 'automatic',
  promoteTimeoutMs: 60_000,
  soakMs: 500,
  canaryPerCluster: false,
  readyTimeoutMs: 60_000,
};

let shops = 0;

/** A service in a namespace of its own on some clusters, in the house's shape. */
export class Shop {
  readonly namespace: string;
  readonly #clusters: readonly Cluster[];

  /** @param clusters - as an admin has them */
  constructor(clusters: readonly Cluster[], run: string) {
    shops += 1;
    this.namespace = `${run}-${shops}`;
    this.#clusters = clusters;
  }

  async open(
    options: {
      replicas?: number;
      canary?: boolean;
      autoscaler?: boolean;
      /** What runs there: a release that is bad from the beginning is not waited for. */
      tag?: string;
    } = {},
  ): Promise<this> {
    const {
      replicas = 2,
      canary = true,
      autoscaler = false,
      tag = FIRST_TAG,
    } = options;
    for (const cluster of this.#clusters) {
      await this.#create(cluster, NAMESPACE, {
        metadata: { name: this.namespace },
      });
      await this.#create(
        cluster,
        DEPLOYMENT,
        this.#manifest('release', replicas, tag),
      );
      if (canary) {
        await this.#create(
          cluster,
          DEPLOYMENT,
          this.#manifest('canary', 0, tag),
        );
      }
      if (autoscaler) {
        await this.#create(
          cluster,
          HORIZONTAL_POD_AUTOSCALER,
          this.#autoscaler(),
        );
      }
    }
    for (const cluster of this.#clusters) {
      const isOpen = async () => {
        const { status } = await this.get('release', cluster);
        return tag === FIRST_TAG
          ? status?.availableReplicas === replicas
          : status?.replicas === replicas;
      };
      const what = `A shop on ${cluster.name}`;
      await until(isOpen, { withinMs: OPEN_WITHIN_MS, what });
    }
    return this;
  }

  async close(): Promise<void> {
    for (const cluster of this.#clusters) await this.deleteNamespace(cluster);
  }

  async deleteNamespace(cluster = this.#clusters[0]): Promise<void> {
    const { uid, resourceVersion } = seenOf(
      await cluster.read<Deployment>(NAMESPACE, { name: this.namespace }),
    );
    await cluster.delete(NAMESPACE, {
      namespace: '',
      name: this.namespace,
      uid,
      resourceVersion,
    });
  }

  /** As the cluster has it. */
  get(role: Role, cluster = this.#clusters[0]): Promise<Deployment> {
    return cluster.read<Deployment>(DEPLOYMENT, {
      namespace: this.namespace,
      name: nameOf(role),
    });
  }

  async image(role: Role, cluster?: Cluster): Promise<string | undefined> {
    const { spec } = await this.get(role, cluster);
    return spec?.template.spec?.containers[0].image;
  }

  /** Somebody changes it by hand, whatever stands in between. */
  async edit(
    role: Role,
    operations: readonly object[],
    cluster = this.#clusters[0],
  ): Promise<void> {
    await until(async () => {
      const { outcome } = await cluster.jsonPatch(
        DEPLOYMENT,
        {
          namespace: this.namespace,
          name: nameOf(role),
          ...seenOf(await this.get(role, cluster)),
        },
        operations,
        { fieldManager: 'kubectl-edit' },
      );
      return outcome === 'done';
    });
  }

  /** What the plan of a rollout would have found. */
  async definition(
    tag: string,
    options: Partial<
      Pick<RolloutDefinition, 'strategy' | 'protected' | 'supersedes'>
    > & { policy?: Partial<RolloutPolicy>; confirmed?: string[] } = {},
  ): Promise<RolloutDefinition> {
    const { strategy = 'canary', confirmed = [PIPELINE] } = options;
    const policy = { ...HASTY, ...options.policy };
    const targets: TargetDefinition[] = [];
    for (const cluster of this.#clusters) {
      targets.push(await this.#target(cluster, imageOf(tag), confirmed));
    }
    const ids = targets.map(target => target.workloadId);
    return {
      id: `${this.namespace}-${tag}-${Math.random().toString(36).slice(2, 8)}`,
      entityRef: 'component:default/shop',
      environment: 'prod',
      protected: options.protected ?? false,
      name: 'shop',
      strategy,
      image: parseImage(imageOf(tag)),
      author: 'user:default/li.wei',
      reason: 'a test',
      policy,
      targets,
      steps: planSteps(
        { policy, strategy, protected: options.protected ?? false },
        ids,
      ),
      supersedes: options.supersedes,
    };
  }

  async #target(
    cluster: Cluster,
    image: string,
    confirmed: string[],
  ): Promise<TargetDefinition> {
    const release = await this.get('release', cluster);
    const canary = await this.get('canary', cluster).catch(() => undefined);
    const place = {
      environment: 'prod',
      cluster: cluster.name,
      namespace: this.namespace,
      name: 'shop',
    };
    return {
      workloadId: workloadId(place),
      ...place,
      container: 'shop',
      image,
      release: {
        ...recordOf(release),
        template: { ...release.spec?.template },
      },
      canary: canary && recordOf(canary),
      canaryName: 'shop-canary',
      confirmedManagers: { release: confirmed, canary: confirmed },
    };
  }

  async #create(
    cluster: Cluster,
    kind: WritableKind,
    object: Record<string, unknown>,
  ): Promise<void> {
    await until(async () => {
      // The account of a new namespace takes a moment.
      const made = await cluster
        .create(kind, object, { fieldManager: PIPELINE })
        .catch(() => undefined);
      return made?.outcome === 'done';
    });
  }

  #manifest(
    role: Role,
    replicas: number,
    tag: string,
  ): Record<string, unknown> {
    const labels = { app: 'shop', role };
    return {
      metadata: { name: nameOf(role), namespace: this.namespace, labels },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations: { 'real/ready-after': '0.3s' } },
          spec: {
            containers: [
              {
                name: 'shop',
                image: imageOf(tag),
                env: [{ name: 'MODE', value: 'live' }],
                readinessProbe: {
                  httpGet: { path: '/health', port: 8080 },
                  periodSeconds: 1,
                  failureThreshold: 1,
                },
              },
            ],
          },
        },
      },
    };
  }

  #autoscaler(): Record<string, unknown> {
    return {
      metadata: { name: 'shop', namespace: this.namespace },
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'shop',
        },
        minReplicas: 2,
        maxReplicas: 5,
      },
    };
  }
}

export function imageOf(tag: string): string {
  return `${REPOSITORY}:${tag}`;
}

function nameOf(role: Role): string {
  return role === 'canary' ? 'shop-canary' : 'shop';
}

function seenOf({ metadata }: Deployment) {
  return {
    uid: metadata?.uid ?? '',
    resourceVersion: metadata?.resourceVersion ?? '',
  };
}

function recordOf(deployment: Deployment) {
  return {
    name: deployment.metadata?.name ?? '',
    uid: deployment.metadata?.uid ?? '',
    image: deployment.spec?.template.spec?.containers[0].image ?? '',
    replicas: deployment.spec?.replicas ?? 1,
  };
}
