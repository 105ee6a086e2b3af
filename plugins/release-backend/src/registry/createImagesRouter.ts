import { parseInput } from '@pilothouse/pilothouse-node';
import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { imagesQuery } from '../http/input';
import type { WorkloadImages } from './WorkloadImages';

interface Options {
  httpAuth: HttpAuthService;
  workloadImages: WorkloadImages;
}

/** `GET /v1/images` */
export function createImagesRouter(options: Options): Router {
  const { httpAuth, workloadImages } = options;
  const router = createPromiseRouter();
  router.get('/v1/images', async (request, response) => {
    const query = parseInput(imagesQuery, request.query, 'Query parameter');
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    response.json(await workloadImages.list(query, credentials));
  });
  return router;
}
