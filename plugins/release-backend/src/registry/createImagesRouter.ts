import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  parseWorkloadId,
  releaseWorkloadReadPermission,
} from '@pilothouse/plugin-release-common';
import type { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import * as z from 'zod';
import type { EntityAccess } from '../entity/EntityAccess';
import { entityQuery, parseInput } from '../http/input';
import type { WorkloadService } from '../services/WorkloadService';
import type { ImageService } from './ImageService';

const WORKLOAD_ID =
  'has to be the id of a workload: environment/cluster/namespace/deployment';

const imagesQuery = entityQuery.extend({
  workloadId: z
    .string({ error: WORKLOAD_ID })
    .max(1024, WORKLOAD_ID)
    .refine(id => parseWorkloadId(id), WORKLOAD_ID),
});

interface Options {
  httpAuth: HttpAuthService;
  access: Pick<EntityAccess, 'open'>;
  workloads: Pick<WorkloadService, 'get'>;
  images: Pick<ImageService, 'list'>;
}

/**
 * `GET /v1/images`. Which repository is asked for says the cluster, by the image that the workload runs: nobody can have
 * the portal look into a registry with the portal's own credentials.
 */
export function createImagesRouter(options: Options): Router {
  const { httpAuth, access, workloads, images } = options;
  const router = createPromiseRouter();
  router.get('/v1/images', async (request, response) => {
    const { entityRef, workloadId } = parseInput(
      imagesQuery,
      request.query,
      'Query parameter',
    );
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const binding = await access.open(
      entityRef,
      releaseWorkloadReadPermission,
      credentials,
    );
    const { release, canary, target } = await workloads.get(
      binding,
      workloadId,
    );
    const image = (release ?? canary)?.image;
    if (!image) throw new NotFoundError(`${workloadId} has no image`);
    response.json(
      await images.list({
        reference: image.reference,
        cluster: target.cluster,
      }),
    );
  });
  return router;
}
