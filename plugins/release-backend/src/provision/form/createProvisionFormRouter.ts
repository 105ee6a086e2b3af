import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { parseInput } from '@pilothouse/pilothouse-node';
import type { EnvironmentOption } from '@pilothouse/plugin-release-common';
import type { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import * as z from 'zod';
import type { NameService } from './NameService';

const NAME =
  'has to be the name of a service: a small letter, then small letters, digits and -, 40 at most';

const nameQuery = z.strictObject({
  name: z
    .string({ error: NAME })
    .regex(/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/, NAME),
  system: z
    .string({ error: 'has to be the reference of a system' })
    .min(1)
    .max(768)
    .optional(),
});

export interface ProvisionFormOptions {
  httpAuth: HttpAuthService;
  environmentOptions: readonly EnvironmentOption[];
  names: NameService;
}

/** What the form of a new service asks while it is filled in: `/v1/provision/environments` and `/v1/provision/name`. */
export function createProvisionFormRouter(
  options: ProvisionFormOptions,
): Router {
  const { httpAuth, environmentOptions, names } = options;
  const router = createPromiseRouter();

  router.get('/v1/provision/environments', async (request, response) => {
    await httpAuth.credentials(request, { allow: ['user'] });
    response.json({ environments: environmentOptions });
  });

  router.get('/v1/provision/name', async (request, response) => {
    const query = parseInput(nameQuery, request.query, 'Query parameter');
    const credentials = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    response.json(await names.check(query, credentials));
  });

  return router;
}
