import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { entityQuery, parseInput } from '@pilothouse/pilothouse-node';
import type { Request, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import type { SkywalkingDesk } from '../SkywalkingDesk';
import { endpointQuery, traceQuery, windowQuery } from './input';
import { openApiDocument } from './openApiDocument';

interface Options {
  httpAuth: HttpAuthService;
  desk: SkywalkingDesk;
}

/** The REST API: parses what is asked and finds out who asks; the rest is the desk's. */
export function createRouter({ httpAuth, desk }: Options): Router {
  const credentialsOf = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });
  const router = createPromiseRouter();

  router.use((_, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.get('/v1/openapi.json', async (request, response) => {
    await credentialsOf(request);
    response.json(openApiDocument());
  });

  router.get('/v1/services', async (request, response) => {
    const asked = parseInput(entityQuery, request.query, 'Query parameter');
    response.json(await desk.services(asked, await credentialsOf(request)));
  });

  router.get('/v1/health', async (request, response) => {
    const asked = parseInput(windowQuery, request.query, 'Query parameter');
    response.json(await desk.health(asked, await credentialsOf(request)));
  });

  router.get('/v1/instances', async (request, response) => {
    const asked = parseInput(windowQuery, request.query, 'Query parameter');
    response.json(await desk.instances(asked, await credentialsOf(request)));
  });

  router.get('/v1/endpoints', async (request, response) => {
    const asked = parseInput(endpointQuery, request.query, 'Query parameter');
    response.json(await desk.endpoints(asked, await credentialsOf(request)));
  });

  router.get('/v1/traces', async (request, response) => {
    const asked = parseInput(traceQuery, request.query, 'Query parameter');
    response.json(await desk.traces(asked, await credentialsOf(request)));
  });

  return router;
}
