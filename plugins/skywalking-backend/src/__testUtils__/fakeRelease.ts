import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type { Role } from '@pilothouse/plugin-release-common';
import createPromiseRouter from 'express-promise-router';

/** A pod as the release backend would tell of it. */
export interface ToldPod {
  name: string;
  role: Role;
  tag: string;
  ip: string;
}

const TARGET = {
  environment: 'prod',
  cluster: 'prod-beijing',
  namespace: 'order',
};
/** The canary beside it, which has stopped as far as this says. */
const CANARY = {
  deployment: 'order-api-canary',
  uid: 'order-api-canary',
  image: image('1.4.1'),
  containers: [],
  desired: 0,
  ready: 0,
  updated: 0,
  available: 0,
  paused: false,
};
const AT = '2026-11-21T08:00:00.000Z';

function image(tag: string) {
  const reference = `registry.yunfan.test/order/order-api:${tag}`;
  return { reference, repository: 'order/order-api', tag };
}

/** Stands in for the release backend: these pods are granted to that entity, and to nobody else. */
export function fakeRelease(options: {
  granted: string;
  pods: () => readonly ToldPod[];
}) {
  const workload = {
    id: 'prod/prod-beijing/order/order-api',
    target: TARGET,
    name: 'order-api',
    canary: CANARY,
    state: 'healthy',
    reasons: [],
    drift: false,
  };
  return createBackendPlugin({
    pluginId: 'release',
    register(env) {
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        async init({ httpRouter }) {
          const router = createPromiseRouter();
          router.get('/v1/workloads', (request, response) => {
            const isGranted = request.query.entityRef === options.granted;
            response.json({
              entityRef: options.granted,
              environments: [],
              workloads: isGranted ? [workload] : [],
              clusters: [],
              problems: [],
              now: AT,
            });
          });
          router.get(
            '/v1/workloads/:environment/:cluster/:namespace/:name/pods',
            (_, response) => {
              const pods = options.pods().map(({ name, role, tag, ip }) => ({
                name,
                uid: name,
                role,
                image: image(tag),
                ip,
                restarts: 0,
                createdAt: AT,
                state: 'ready',
                reasons: [],
                containers: [],
              }));
              response.json({ pods, total: pods.length, now: AT });
            },
          );
          httpRouter.use(router);
        },
      });
    },
  });
}
