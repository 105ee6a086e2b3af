import { parseInput } from '@pilothouse/pilothouse-node';
import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Request, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import * as z from 'zod';
import { audited } from '../http/audited';
import { portalId } from '../http/input';
import { instantInput } from '../ledger/changesQuery';
import type { FreezeDesk } from './FreezeDesk';
import { createFreezeRule, endFreezeSchema } from './freezeRules';

const listQuery = z.strictObject({
  since: instantInput.optional(),
  until: instantInput.optional(),
});
const freezeParams = z.object({ freezeId: portalId });

interface Options {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  freezeDesk: FreezeDesk;
  /** Names of the environments that a freeze can cover. */
  environments: readonly string[];
}

/** `/v1/freezes` */
export function createFreezesRouter(options: Options): Router {
  const { auditor, httpAuth, freezeDesk } = options;
  const createBody = createFreezeRule(options.environments);
  const router = createPromiseRouter();

  const credentialsOf = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  router.get('/v1/freezes', async (request, response) => {
    const query = parseInput(listQuery, request.query, 'Query parameter');
    const credentials = await credentialsOf(request);
    response.json(await freezeDesk.list(query, credentials));
  });

  router.post('/v1/freezes', async (request, response) => {
    const body = parseInput(createBody, request.body, 'Body field');
    const freeze = await audited(
      auditor,
      { eventId: 'freeze-create', request, meta: body },
      async () => freezeDesk.create(body, await credentialsOf(request)),
    );
    response.status(201).json(freeze);
  });

  router.post('/v1/freezes/:freezeId/end', async (request, response) => {
    const { freezeId } = parseInput(
      freezeParams,
      request.params,
      'Path parameter',
    );
    const { reason } = parseInput(endFreezeSchema, request.body, 'Body field');
    const freeze = await audited(
      auditor,
      { eventId: 'freeze-end', request, meta: { freezeId, reason } },
      async () =>
        freezeDesk.end(freezeId, reason, await credentialsOf(request)),
    );
    response.json(freeze);
  });

  return router;
}
