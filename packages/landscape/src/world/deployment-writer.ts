import { timestamp } from '../kubernetes/controllers/time';
import { apiVersionOf, resources } from '../kubernetes/resources';
import type {
  Json,
  KubeApi,
  PatchType,
  WriteOptions,
} from '../kubernetes/types';
import type { Manager, Role } from './history';
import { LAST_APPLIED, noteOf } from './last-applied';
import {
  CHANGE_CAUSE,
  deploymentManifest,
  type DeploymentTraits,
} from './manifests/deployment';
import { READY_AFTER } from './manifests/pod-template';
import { deploymentName } from './names';
import type { Placement } from './placements';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** An image that somebody brings to a Deployment. */
interface ImageChange {
  image: string;
  /** What it brings, and by whom. */
  cause: string;
  /** How long its pods take, when not as long as usual. */
  readyAfter?: string;
}

/** Changes one Deployment as the different tools of the company do: each leaves its own mark in `managedFields`. */
export class DeploymentWriter {
  readonly #api: KubeApi;
  readonly #placement: Placement;
  readonly #role: Role;
  /** What the manifest in the service's repository says. */
  #traits: DeploymentTraits;

  constructor(
    api: KubeApi,
    placement: Placement,
    role: Role,
    traits: DeploymentTraits,
  ) {
    this.#api = api;
    this.#placement = placement;
    this.#role = role;
    this.#traits = traits;
  }

  setImage(manager: Manager, change: ImageChange): void {
    const { image, cause, readyAfter } = change;
    const { service } = this.#placement;
    const annotations = { [CHANGE_CAUSE]: cause };
    const template = {
      ...(readyAfter && {
        metadata: { annotations: { [READY_AFTER]: readyAfter } },
      }),
      spec: { containers: [{ name: service.name, image }] },
    };
    switch (manager) {
      case 'gitlab-runner':
        this.#applyManifest(manager, { image, cause }, annotations, {
          template,
        });
        break;
      case 'pilothouse':
        this.#patch(
          'apply',
          {
            apiVersion: apiVersionOf(resources.deployments),
            kind: resources.deployments.kind,
            metadata: { annotations },
            spec: { template },
          },
          { manager, force: true },
        );
        break;
      default:
        this.#patch(
          'strategic',
          { metadata: { annotations }, spec: { template } },
          { manager },
        );
    }
  }

  scale(manager: Manager, replicas: number): void {
    this.#patch(
      'merge',
      { spec: { replicas } },
      { manager, subresource: 'scale' },
    );
  }

  setMaxSurge(manager: Manager, maxSurge: number): void {
    const strategy = { rollingUpdate: { maxSurge } };
    this.#applyManifest(manager, { maxSurge }, {}, { strategy });
  }

  /** As `kubectl rollout restart` does it. */
  restart(manager: Manager): void {
    const annotations = { [RESTARTED_AT]: timestamp(this.#api.clock.now()) };
    this.#patch(
      'strategic',
      { spec: { template: { metadata: { annotations } } } },
      { manager },
    );
  }

  /** Sends what `kubectl apply` sends when the manifest has changed: the difference, and the new manifest as a note. */
  #applyManifest(
    manager: Manager,
    traits: Partial<DeploymentTraits>,
    annotations: Record<string, string>,
    spec: Json,
  ): void {
    this.#traits = { ...this.#traits, ...traits };
    const note = noteOf(
      deploymentManifest(this.#placement, this.#role, this.#traits),
    );
    this.#patch(
      'strategic',
      {
        metadata: { annotations: { ...annotations, [LAST_APPLIED]: note } },
        spec,
      },
      { manager },
    );
  }

  #patch(type: PatchType, body: Json, options: WriteOptions): void {
    const { service, namespace } = this.#placement;
    const name = deploymentName(service, this.#role);
    this.#api.patch(
      resources.deployments,
      namespace,
      name,
      { type, body },
      options,
    );
  }
}
