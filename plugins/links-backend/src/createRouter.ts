import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  entityRef,
  parseInput,
  readableBodyError,
} from '@pilothouse/pilothouse-node';
import { linkSubjectSchema } from '@pilothouse/plugin-links-common';
import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import type { LinkDesk } from './LinkDesk';
import { openApiDocument } from './openApiDocument';

/** `POST /v1/links`; the reference of the entity comes out as the catalog has it. */
export const linksBody = linkSubjectSchema
  .extend({ entityRef })
  .refine(
    ({ from, to }) =>
      from === undefined ||
      to === undefined ||
      Date.parse(from) <= Date.parse(to),
    { path: ['from'], message: 'has to be before to' },
  );

export function createRouter(options: {
  httpAuth: HttpAuthService;
  desk: Pick<LinkDesk, 'list'>;
}): Router {
  const { httpAuth, desk } = options;
  const router = createPromiseRouter();
  router.get('/v1/openapi.json', (_, response) => {
    response.json(openApiDocument);
  });
  router.use(express.json({ limit: '16kb' }));
  router.post('/v1/links', async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const subject = parseInput(linksBody, request.body, 'Body field');
    response.json(await desk.list(subject, credentials));
  });
  router.use(
    (error: unknown, _: Request, _response: Response, next: NextFunction) =>
      next(readableBodyError(error)),
  );
  return router;
}
