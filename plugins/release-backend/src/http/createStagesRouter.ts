import { entityQuery, parseInput } from '@pilothouse/pilothouse-node';
import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import type { StageService } from '../stage/StageService';

interface Options {
  httpAuth: HttpAuthService;
  stages: StageService;
}

/** `GET /v1/stages`: what the reader may begin where. */
export function createStagesRouter({ httpAuth, stages }: Options): Router {
  const router = createPromiseRouter();
  router.get('/v1/stages', async (request, response) => {
    const { entityRef } = parseInput(
      entityQuery,
      request.query,
      'Query parameter',
    );
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    response.json(await stages.list(entityRef, credentials));
  });
  return router;
}
