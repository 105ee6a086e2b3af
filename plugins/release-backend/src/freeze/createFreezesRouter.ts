import type {
  AuditorService,
  AuthService,
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  releaseFreezeManagePermission,
  type Freeze,
  type FreezeList,
} from '@pilothouse/plugin-release-common';
import type { Request, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import * as z from 'zod';
import { principalOf } from '../entity/principal';
import { audited } from '../http/audited';
import { parseInput, portalId } from '../http/input';
import { instantInput } from '../ledger/changesQuery';
import type { EntityReader } from '../ledger/EntityReader';
import { createFreezeRule, endFreezeSchema } from './freezeRules';
import type { FreezeService } from './FreezeService';

const listQuery = z.object({ until: instantInput.optional() });
const freezeParams = z.object({ freezeId: portalId });
interface Options {
  auditor: AuditorService;
  auth: AuthService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  freezes: FreezeService;
  reader: EntityReader;
  /** Names of the environments that a freeze can cover. */
  environments: readonly string[];
}

/** `/v1/freezes` */
export function createFreezesRouter(options: Options): Router {
  const { auditor, auth, httpAuth, permissions, freezes, reader } = options;
  const createBody = createFreezeRule(options.environments);
  const router = createPromiseRouter();

  /**
   * Checks and notes what somebody does about freezes. Only people: no policy is asked about services, so that any of
   * their tokens could stop or start the line.
   */
  const managed = (
    request: Request,
    eventId: string,
    meta: Parameters<typeof audited>[1]['meta'],
    act: (credentials: BackstageCredentials, actor: string) => Promise<Freeze>,
  ): Promise<Freeze> =>
    audited(auditor, { eventId, request, meta }, async () => {
      const credentials = await httpAuth.credentials(request, {
        allow: ['user'],
      });
      await requireManager(permissions, credentials);
      return act(credentials, principalOf(auth, credentials).key);
    });

  router.get('/v1/freezes', async (request, response) => {
    const query = parseInput(listQuery, request.query, 'Query parameter');
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const list = await freezes.list(query);
    // Who may not see a system does not learn of it by its freeze.
    const systems = await reader.visible(
      list.freezes.flatMap(({ freeze }) => freeze.scope.systems ?? []),
      credentials,
    );
    const answer: FreezeList = {
      freezes: list.freezes.filter(
        ({ freeze: { scope } }) =>
          scope.systems?.some(ref => systems.has(ref)) ?? true,
      ),
      now: new Date(list.now).toISOString(),
    };
    response.json(answer);
  });

  router.post('/v1/freezes', async (request, response) => {
    const body = parseInput(createBody, request.body, 'Body field');
    const freeze = await managed(
      request,
      'freeze-create',
      body,
      async (credentials, actor) => {
        const { systems = [] } = body.scope;
        const visible = await reader.visible(systems, credentials);
        const missing = systems.find(ref => !visible.has(ref));
        // Misspelt, it would freeze nothing, and nobody would know.
        if (missing !== undefined) {
          throw new InputError(
            `Body field scope.systems: there is no ${missing}, or you may not see it`,
          );
        }
        return freezes.create(body, actor);
      },
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
    const freeze = await managed(
      request,
      'freeze-end',
      { freezeId, reason },
      (_, actor) => freezes.end(freezeId, { actor, reason }),
    );
    response.json(freeze);
  });

  return router;
}

async function requireManager(
  permissions: PermissionsService,
  credentials: BackstageCredentials,
): Promise<void> {
  const permission = releaseFreezeManagePermission;
  const [{ result }] = await permissions.authorize([{ permission }], {
    credentials,
  });
  if (result !== AuthorizeResult.ALLOW) {
    throw new NotAllowedError(`You need the permission ${permission.name}`);
  }
}
