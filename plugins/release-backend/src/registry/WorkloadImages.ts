import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  releaseWorkloadReadPermission,
  type ImageList,
} from '@pilothouse/plugin-release-common';
import type { EntityAccess } from '../entity/EntityAccess';
import type { WorkloadService } from '../services/WorkloadService';
import type { ImageService } from './ImageService';

interface Options {
  access: Pick<EntityAccess, 'open'>;
  workloads: Pick<WorkloadService, 'get'>;
  images: Pick<ImageService, 'list'>;
}

/**
 * The images that a workload could run. Which repository is asked for says the cluster, by the image that the workload
 * runs or by what is annotated there: nobody can have the portal look into a registry with the portal's own credentials.
 */
export class WorkloadImages {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws NotFoundError, NotAllowedError */
  async list(
    { entityRef, workloadId }: { entityRef: string; workloadId: string },
    credentials: BackstageCredentials,
  ): Promise<ImageList> {
    const { access, workloads, images } = this.#options;
    const permission = releaseWorkloadReadPermission;
    const binding = await access.open(entityRef, permission, credentials);
    const { release, canary, target } = await workloads.get(
      binding,
      workloadId,
    );
    const side = release ?? canary;
    if (!side) throw new NotFoundError(`${workloadId} has no image`);
    const reference = side.imageRepository ?? side.image.reference;
    return images.list({ reference, cluster: target.cluster });
  }
}
