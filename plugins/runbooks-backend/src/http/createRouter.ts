import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { parseInput } from '@pilothouse/pilothouse-node';
import type { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import type { RunbookDesk } from '../desk/RunbookDesk';
import { documentsQuery, listQuery, pageQuery } from './input';
import { openApiDocument } from './openApiDocument';

const QUERY = 'Query parameter';

/** `GET /v1/runbooks`, `/v1/runbooks/page`, `/v1/documents`, `/v1/openapi.json`. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  desk: Pick<RunbookDesk, 'list' | 'get' | 'documents'>;
}): Router {
  const { httpAuth, desk } = options;
  const router = createPromiseRouter();
  router.use((_, response, next) => {
    // Who may see what is asked every time.
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/v1/openapi.json', (_, response) => {
    response.json(openApiDocument);
  });
  router.get('/v1/runbooks', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const query = parseInput(listQuery, request.query, QUERY);
    response.json(await desk.list(query, credentials));
  });
  router.get('/v1/runbooks/page', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const query = parseInput(pageQuery, request.query, QUERY);
    response.json(await desk.get(query, credentials));
  });
  router.get('/v1/documents', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['service'],
    });
    const { after } = parseInput(documentsQuery, request.query, QUERY);
    response.json(await desk.documents(after, credentials));
  });
  return router;
}
