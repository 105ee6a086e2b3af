import type {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  entityQuery,
  entityRef,
  parseInput,
  principalOf,
  readableBodyError,
  type EntityAccess,
} from '@pilothouse/pilothouse-node';
import {
  contextRequestSchema,
  logsEntryReadPermission,
  searchRequestSchema,
} from '@pilothouse/plugin-logs-common';
import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import type { ContextService } from '../search/ContextService';
import { downloadLines } from '../search/downloadLines';
import type { Asker } from '../search/SearchScope';
import type { SearchService } from '../search/SearchService';
import type { SourcesService } from '../search/SourcesService';
import { openApiDocument } from './openApiDocument';
import { sendNdjson } from './sendNdjson';
import { DownloadShares } from './DownloadShares';
import { TooManyDownloadsError } from './TooManyDownloadsError';

const MOST_BODY = '64kb';
const RETRY_DOWNLOAD_AFTER = '30';

const searchBody = searchRequestSchema.extend({ entityRef });
const contextBody = contextRequestSchema.extend({ entityRef });

interface Options {
  access: EntityAccess<unknown>;
  auth: AuthService;
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  search: SearchService;
  context: ContextService;
  sources: SourcesService;
}

/** The REST API: parses what is asked, finds out whether who asks may read it, and leaves the rest to the services. */
export function createRouter(options: Options): Router {
  const { access, auth, auditor, httpAuth, search, context, sources } = options;
  const downloads = new DownloadShares();

  /** For somebody who may read the lines of the entity, until they leave. */
  const open = async (
    request: Request,
    response: Response,
    ref: string,
  ): Promise<Asker> => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    await access.open(ref, logsEntryReadPermission, credentials);
    const person = principalOf(auth, credentials).key;
    return { entityRef: ref, credentials, person, signal: gone.signal };
  };

  const router = createPromiseRouter();
  router.use((_, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use(express.json({ limit: MOST_BODY }));

  router.get('/v1/openapi.json', async (request, response) => {
    await httpAuth.credentials(request, { allow: ['user', 'service'] });
    response.json(openApiDocument());
  });

  router.get('/v1/sources', async (request, response) => {
    const asked = parseInput(entityQuery, request.query, 'Query parameter');
    const asker = await open(request, response, asked.entityRef);
    response.json(await sources.list(asker));
  });

  router.post('/v1/search', async (request, response) => {
    const { entityRef: ref, ...question } = parseInput(
      searchBody,
      request.body,
      'Body field',
    );
    const asker = await open(request, response, ref);
    response.json(await search.search(question, asker));
  });

  router.post('/v1/context', async (request, response) => {
    const { entityRef: ref, ...question } = parseInput(
      contextBody,
      request.body,
      'Body field',
    );
    const asker = await open(request, response, ref);
    response.json(await context.around(question, asker));
  });

  router.post('/v1/download', async (request, response) => {
    const { entityRef: ref, ...question } = parseInput(
      searchBody,
      request.body,
      'Body field',
    );
    // Many lines leave the house: that is noted, and by whom.
    const event = await auditor.createEvent({
      eventId: 'entry-download',
      request,
      severityLevel: 'medium',
      meta: { entityRef: ref, ...question },
    });
    try {
      const asker = await open(request, response, ref);
      const end = downloads.take(asker.person);
      try {
        await sendNdjson(
          response,
          downloadLines(search, question, asker),
          `${ref.split('/').at(-1)}-${question.environment}.ndjson`,
        );
      } finally {
        end();
      }
      await event.success();
    } catch (error) {
      if (error instanceof TooManyDownloadsError) {
        response.setHeader('Retry-After', RETRY_DOWNLOAD_AFTER);
      }
      await event.fail({ error: toError(error) });
      throw error;
    }
  });

  router.use(
    (error: unknown, _: Request, _response: Response, next: NextFunction) =>
      next(readableBodyError(error)),
  );
  return router;
}
