import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { entityRef, parseInput } from '@pilothouse/pilothouse-node';
import {
  applyRequestSchema,
  namespaceRequestSchema,
  validateRequestSchema,
} from '@pilothouse/plugin-release-common';
import type { Request, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { audited } from '../http/audited';
import type { ProvisionService } from './ProvisionService';

/** `POST /v1/provision/validate`; the reference of the entity comes out as the catalog has it. */
export const validateBody = validateRequestSchema.extend({
  entityRef: entityRef.optional(),
});
/** `POST /v1/provision/apply` */
export const applyBody = applyRequestSchema.extend({
  entityRef: entityRef.optional(),
});

interface Options {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  provision: ProvisionService;
}

/** `/v1/provision` */
export function createProvisionRouter(options: Options): Router {
  const { auditor, httpAuth, provision } = options;
  const router = createPromiseRouter();
  const credentialsOf = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  router.post('/v1/provision/namespaces', async (request, response) => {
    const body = parseInput(namespaceRequestSchema, request.body, 'Body field');
    const credentials = await credentialsOf(request);
    const result = await audited(
      auditor,
      { eventId: 'namespace-ensure', request, meta: body },
      // Whoever leaves does not stop it: half a namespace is worse than one that nobody waits for.
      () => provision.ensureNamespace(body, credentials),
    );
    response.json(result);
  });

  router.post('/v1/provision/validate', async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const body = parseInput(validateBody, request.body, 'Body field');
    const credentials = await credentialsOf(request);
    response.json(await provision.validate(body, credentials, gone.signal));
  });

  router.post('/v1/provision/apply', async (request, response) => {
    const body = parseInput(applyBody, request.body, 'Body field');
    const credentials = await credentialsOf(request);
    // What is in the manifests is in the repository; in the log it would only be long.
    const { manifests, ...rest } = body;
    const meta = { ...rest, files: manifests.length };
    const result = await audited(
      auditor,
      { eventId: 'manifests-apply', request, meta },
      () => provision.apply(body, credentials),
    );
    response.json(result);
  });

  return router;
}
