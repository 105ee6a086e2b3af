import type {
  AuditorService,
  AuthService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import { createFreezesRouter } from '../freeze/createFreezesRouter';
import { createChangesRouter } from '../ledger/createChangesRouter';
import { createOperationsRouter } from '../operations/createOperationsRouter';
import { createProvisionRouter } from '../provision/createProvisionRouter';
import { createProvisionFormRouter } from '../provision/form/createProvisionFormRouter';
import { createImagesRouter } from '../registry/createImagesRouter';
import type { createRollouts } from '../services/createRollouts';
import type { createServices } from '../services/createServices';
import { createRolloutsRouter } from './createRolloutsRouter';
import { createStagesRouter } from './createStagesRouter';

type Services = ReturnType<typeof createServices> &
  ReturnType<typeof createRollouts>;

export interface ChangeRouterOptions extends Services {
  auditor: AuditorService;
  auth: AuthService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
}

/** The routers of everything that changes something, and of what tells of it. */
export function createChangeRouters(options: ChangeRouterOptions): Router[] {
  const { environments, operationAccess, signals } = options;
  return [
    createStagesRouter(options),
    createRolloutsRouter({
      ...options,
      viewed: user => signals.rolloutsViewed(user),
    }),
    createImagesRouter(options),
    createChangesRouter(options),
    createFreezesRouter({
      ...options,
      environments: environments.list.map(({ name }) => name),
    }),
    createProvisionRouter(options),
    createProvisionFormRouter(options),
    createOperationsRouter({ ...options, access: operationAccess }),
  ];
}
