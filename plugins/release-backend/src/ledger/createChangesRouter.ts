import { parseInput } from '@pilothouse/pilothouse-node';
import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import type { ChangeService } from './ChangeService';
import { changesQuery } from './changesQuery';

interface Options {
  httpAuth: HttpAuthService;
  changes: ChangeService;
}

/** `GET /v1/changes`: the ledger. */
export function createChangesRouter({ httpAuth, changes }: Options): Router {
  const router = createPromiseRouter();
  router.get('/v1/changes', async (request, response) => {
    const question = parseInput(changesQuery, request.query, 'Query parameter');
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    response.json(await changes.list(question, credentials));
  });
  return router;
}
