import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  parseImage,
  podListSchema,
  workloadId,
  workloadListSchema,
  type Target,
  type WorkloadList,
} from '@pilothouse/plugin-release-common';
import express from 'express';
import createPromiseRouter from 'express-promise-router';

export interface FakeWorkload {
  target: Target;
  name: string;
  /** Name of the canary Deployment, where there is one. */
  canary?: string;
  /** By name, with the version that they run. */
  pods?: Record<string, string>;
}

/** The release backend as far as logs ask it: what runs of which entity. Set `hangs` to let it never answer. */
export class FakeRelease {
  readonly workloads: Readonly<Record<string, readonly FakeWorkload[]>>;
  hangs = false;
  /** What it cannot say of any entity, and which environments have which clusters. */
  unknown: Pick<WorkloadList, 'problems' | 'environments'> = {
    problems: [],
    environments: [],
  };
  /** Who was asked for, in their name. */
  requests = 0;

  constructor(workloads: Readonly<Record<string, readonly FakeWorkload[]>>) {
    this.workloads = workloads;
  }

  readonly plugin = createBackendPlugin({
    pluginId: 'release',
    register: env =>
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        init: async ({ httpRouter }) => httpRouter.use(this.#router()),
      }),
  });

  #router(): express.Router {
    const router = createPromiseRouter();
    router.use((_request, _response, next) => {
      this.requests += 1;
      if (!this.hangs) next();
    });
    router.get('/v1/workloads', async (request, response) => {
      const own = this.workloads[String(request.query.entityRef)] ?? [];
      response.json({
        ...listOf(String(request.query.entityRef), own),
        ...this.unknown,
      });
    });
    router.get(
      '/v1/workloads/:e/:c/:ns/:name/pods',
      async (request, response) => {
        const { e, c, ns, name } = request.params;
        const own = Object.values(this.workloads)
          .flat()
          .find(
            item =>
              workloadId({ ...item.target, name: item.name }) ===
              `${e}/${c}/${ns}/${name}`,
          );
        response.json(podsOf(own?.pods ?? {}));
      },
    );
    return router;
  }
}

const NOW = '2026-11-21T08:00:00.000Z';

function listOf(entityRef: string, workloads: readonly FakeWorkload[]) {
  return workloadListSchema.parse({
    entityRef,
    environments: [],
    workloads: workloads.map(({ target, name, canary }) => ({
      id: workloadId({ ...target, name }),
      target,
      name,
      release: sideOf(name),
      ...(canary && { canary: sideOf(canary) }),
      state: 'healthy',
      reasons: [],
      drift: false,
    })),
    clusters: [],
    problems: [],
    now: NOW,
  });
}

function sideOf(deployment: string) {
  return {
    deployment,
    uid: `uid-${deployment}`,
    image: parseImage('registry.yunfan.test/order/order-api:1.0.0'),
    containers: [],
    desired: 1,
    ready: 1,
    updated: 1,
    available: 1,
    paused: false,
  };
}

function podsOf(pods: Record<string, string>) {
  return podListSchema.parse({
    pods: Object.entries(pods).map(([name, version]) => ({
      name,
      uid: name,
      role: name.includes('-canary-') ? 'canary' : 'release',
      image: parseImage(`registry.yunfan.test/order/order-api:${version}`),
      restarts: 0,
      createdAt: NOW,
      state: 'ready',
      reasons: [],
      containers: [],
    })),
    total: Object.keys(pods).length,
    now: NOW,
  });
}
