import { resources } from '../../kubernetes/resources';
import type { Role } from '../history';
import { deploymentName, labelsOf } from '../names';
import type { Placement } from '../placements';
import { manifest, type Manifest } from './manifest';
import { podTemplate } from './pod-template';

/** Where `kubectl rollout history` reads what a revision brought. */
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** What differs between the Deployments of one service over time. */
export interface DeploymentTraits {
  image: string;
  cause: string;
  /** How many pods more than wanted a rollout may make. */
  maxSurge: number | string;
}

/** One of the two Deployments of a service on one target. The canary has no pods until somebody asks for them. */
export function deploymentManifest(
  placement: Placement,
  role: Role,
  { image, cause, maxSurge }: DeploymentTraits,
): Manifest {
  const { service, namespace, replicas } = placement;
  return manifest(
    resources.deployments,
    {
      name: deploymentName(service, role),
      namespace,
      labels: { ...labelsOf(service), role },
      annotations: { [CHANGE_CAUSE]: cause },
    },
    {
      spec: {
        replicas: role === 'canary' ? 0 : replicas,
        revisionHistoryLimit: 5,
        progressDeadlineSeconds: 600,
        selector: { matchLabels: { app: service.name, role } },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge, maxUnavailable: 0 },
        },
        template: podTemplate(placement, role, image),
      },
    },
  );
}
