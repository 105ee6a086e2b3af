import type {
  AuditorService,
  AuthService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import { entityQuery, parseInput } from '@pilothouse/pilothouse-node';
import {
  releaseWorkloadLogsPermission,
  releaseWorkloadReadPermission,
} from '@pilothouse/plugin-release-common';
import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import type { EntityBinding } from '../entity/bindEntity';
import type { EntityAccess } from '../entity/EntityAccess';
import { principalOf } from '@pilothouse/pilothouse-node';
import type { Projects } from '../stage/Projects';
import type { ChangeSignals } from '../services/ChangeSignals';
import type { FleetService } from '../services/FleetService';
import type { PodLogService } from '../services/PodLogService';
import type { WorkloadService } from '../services/WorkloadService';
import { fleetQuery, logQuery, podParams, workloadParams } from './input';
import { openApiDocument } from './openApiDocument';
import { readableError } from './readableError';
import { sendLines } from './sendLines';

/** Seconds until it is worth another try, when too many logs are open: most are read within so long. */
const RETRY_LOG_AFTER = '30';

interface Options {
  auditor: AuditorService;
  auth: AuthService;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  access: EntityAccess;
  projects: Projects;
  signals: ChangeSignals;
  workloads: WorkloadService;
  logs: PodLogService;
  fleet: FleetService;
  /** The routers of what changes something. */
  changeRouters: readonly Router[];
}

/**
 * What pipelines may ask for: what rollouts need, and no lines or configuration of pods. All of it is about one entity, and
 * looks at whether that is theirs.
 */
const FOR_PIPELINES =
  /^\/v1\/(?:(?:openapi\.json|workloads)\/?$|(?:rollouts|stages|images)(?:\/|$))/;

/** A reason and a policy: nobody asks for more. */
const MOST_BODY = '64kb';
/** The manifests of a service. */
const MOST_MANIFESTS_BODY = '1mb';

/** The REST API: parses what is asked, finds out who asks and whether they may, and leaves the rest to the services. */
export function createRouter(options: Options): Router {
  const { auth, httpAuth, access, signals, workloads, logs, fleet } = options;

  const credentialsOf = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  /** The entity that is asked about, for somebody who may ask. */
  const open = async (
    request: Request,
    entityRef: string,
    permission: ResourcePermission = releaseWorkloadReadPermission,
  ): Promise<EntityBinding> => {
    const credentials = await credentialsOf(request);
    const binding = await access.open(entityRef, permission, credentials);
    const { userEntityRef } = principalOf(auth, credentials);
    if (userEntityRef) signals.viewed(entityRef, userEntityRef);
    return binding;
  };

  const parseEntity = (request: Request) =>
    parseInput(entityQuery, request.query, 'Query parameter').entityRef;
  const parseId = (request: Request) =>
    parseInput(workloadParams, request.params, 'Path parameter');

  const router = createPromiseRouter();

  router.use((_, response, next) => {
    // What runs is as old as the answer, and not for a cache in between.
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.use(async (request, _, next) => {
    const credentials = await credentialsOf(request);
    if (!FOR_PIPELINES.test(request.path)) {
      options.projects.refuse(credentials);
    }
    next();
  });

  router.get('/v1/openapi.json', async (request, response) => {
    await credentialsOf(request);
    response.json(openApiDocument());
  });

  router.get('/v1/workloads', async (request, response) => {
    const binding = await open(request, parseEntity(request));
    response.json(await workloads.list(binding));
  });

  router.get('/v1/clusters', async (request, response) => {
    await credentialsOf(request);
    response.json(await workloads.clusters());
  });

  router.get('/v1/fleet', async (request, response) => {
    const { owned = false, since } = parseInput(
      fleetQuery,
      request.query,
      'Query parameter',
    );
    const credentials = await credentialsOf(request);
    const { userEntityRef } = principalOf(auth, credentials);
    if (userEntityRef) signals.fleetViewed(userEntityRef);
    response.json(await fleet.get({ owned, since }, credentials));
  });

  const workloadPath = '/v1/workloads/:environment/:cluster/:namespace/:name';

  router.get(workloadPath, async (request, response) => {
    const id = parseId(request);
    const binding = await open(request, parseEntity(request));
    response.json(await workloads.get(binding, id));
  });

  for (const detail of ['pods', 'revisions', 'events', 'config'] as const) {
    router.get(`${workloadPath}/${detail}`, async (request, response) => {
      const id = parseId(request);
      const binding = await open(request, parseEntity(request));
      response.json(await workloads[detail](binding, id));
    });
  }

  router.get(`${workloadPath}/pods/:pod/logs`, async (request, response) => {
    // Before anything is waited for: who leaves meanwhile must not leave a stream behind.
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const workloadId = parseId(request);
    const { pod } = parseInput(podParams, request.params, 'Path parameter');
    const { entityRef, ...query } = parseInput(
      logQuery,
      request.query,
      'Query parameter',
    );
    const credentials = await credentialsOf(request);
    const event = await options.auditor.createEvent({
      eventId: 'pod-log-read',
      request,
      // Backstage writes what is `low` to no log, unless told to.
      severityLevel: 'medium',
      meta: { entityRef, workloadId, pod, ...query },
    });
    try {
      const binding = await open(
        request,
        entityRef,
        releaseWorkloadLogsPermission,
      );
      const { container, lines, over } = await logs.open(
        binding,
        { workloadId, pod, ...query },
        {
          key: principalOf(auth, credentials).key,
          check: () =>
            access.open(entityRef, releaseWorkloadLogsPermission, credentials, {
              fresh: true,
            }),
          signal: gone.signal,
        },
      );
      await sendLines(response, lines, over);
      await event.success({ meta: { container } });
    } catch (error) {
      await event.fail({ error: toError(error) });
      if (isError(error) && error.name === 'TooManyRequestsError') {
        response.setHeader('Retry-After', RETRY_LOG_AFTER);
      }
      throw error;
    }
  });

  router.use('/v1/provision', express.json({ limit: MOST_MANIFESTS_BODY }));
  router.use(express.json({ limit: MOST_BODY }), ...options.changeRouters);

  router.use(
    (error: unknown, _: Request, _response: Response, next: NextFunction) =>
      next(readableError(error, options.logger)),
  );

  return router;
}
