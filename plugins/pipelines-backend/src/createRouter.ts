import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import type { EntityOverviews } from './EntityOverviews';

interface Options {
  httpAuth: HttpAuthService;
  overviews: EntityOverviews;
}

/** `GET /v1/entities/:kind/:namespace/:name/overview` */
export function createRouter({ httpAuth, overviews }: Options): Router {
  const router = createPromiseRouter();
  router.get(
    '/v1/entities/:kind/:namespace/:name/overview',
    async (request, response) => {
      const credentials = await httpAuth.credentials(request, {
        allow: ['user', 'service'],
      });
      const { kind, namespace, name } = request.params;
      response.json(
        await overviews.get({ kind, namespace, name }, credentials),
      );
    },
  );
  return router;
}
