import type {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { parseInput } from '@pilothouse/pilothouse-node';
import { rolloutCommandSchema } from '@pilothouse/plugin-release-common';
import type { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { principalOf } from '@pilothouse/pilothouse-node';
import type { PlanService } from '../plan/PlanService';
import type { RolloutCommands } from '../rollout/service/RolloutCommands';
import type { RolloutQueries } from '../rollout/service/RolloutQueries';
import type { RolloutStarts } from '../rollout/service/RolloutStarts';
import { audited } from './audited';
import {
  planBody,
  rolloutActionParams,
  rolloutListQuery,
  rolloutParams,
  startBody,
} from './input';

interface Options {
  auditor: AuditorService;
  auth: AuthService;
  httpAuth: HttpAuthService;
  plans: PlanService;
  starts: RolloutStarts;
  rollouts: RolloutQueries;
  commands: RolloutCommands;
  /** Notes that a user looks at lists of rollouts. */
  viewed: (userEntityRef: string) => void;
}

/** `/v1/rollouts` */
export function createRolloutsRouter(options: Options): Router {
  const { auditor, auth, httpAuth, plans, starts, rollouts, commands } =
    options;
  const router = createPromiseRouter();

  const credentialsOf = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  router.post('/v1/rollouts/plan', async (request, response) => {
    const body = parseInput(planBody, request.body, 'Body field');
    const credentials = await credentialsOf(request);
    const { plan } = await plans.plan(body, credentials, goneOf(response));
    response.json(plan);
  });

  router.post('/v1/rollouts', async (request, response) => {
    const body = parseInput(startBody, request.body, 'Body field');
    const credentials = await credentialsOf(request);
    const { entityRef, environment, version, reason, override } = body;
    const meta = { entityRef, environment, version, reason, override };
    const { rollout, created } = await audited(
      auditor,
      { eventId: 'rollout-start', request, meta },
      // Whoever leaves does not stop it: what was asked for is done, or refused, and not half.
      () => starts.start(body, credentials),
    );
    response.status(created ? 201 : 200).json(rollout);
  });

  router.get('/v1/rollouts', async (request, response) => {
    const query = parseInput(
      rolloutListQuery,
      request.query,
      'Query parameter',
    );
    const credentials = await credentialsOf(request);
    const { userEntityRef } = principalOf(auth, credentials);
    if (userEntityRef) options.viewed(userEntityRef);
    response.json(await rollouts.list(query, credentials));
  });

  router.get('/v1/rollouts/:rolloutId', async (request, response) => {
    const { rolloutId } = parseInput(
      rolloutParams,
      request.params,
      'Path parameter',
    );
    const credentials = await credentialsOf(request);
    response.json(await rollouts.get(rolloutId, credentials));
  });

  router.post('/v1/rollouts/:rolloutId/:action', async (request, response) => {
    const { rolloutId, action } = parseInput(
      rolloutActionParams,
      request.params,
      'Path parameter',
    );
    const command = parseInput(
      rolloutCommandSchema,
      request.body,
      'Body field',
    );
    const credentials = await credentialsOf(request);
    const meta = { rolloutId, ...command };
    const rollout = await audited(
      auditor,
      { eventId: `rollout-${action}`, request, meta },
      () => commands.act(rolloutId, action, command, credentials),
    );
    response.json(rollout);
  });

  return router;
}

function goneOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  return gone.signal;
}
