import type {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import { parseInput } from '@pilothouse/pilothouse-node';
import {
  releaseWorkloadDeletePodPermission,
  releaseWorkloadPausePermission,
  releaseWorkloadRestartPermission,
  releaseWorkloadRollbackPermission,
  releaseWorkloadScalePermission,
  type OperationName,
} from '@pilothouse/plugin-release-common';
import type { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { audited } from '../http/audited';
import {
  operationBody,
  operationPlanBody,
  workloadParams,
} from '../http/input';
import type { OperationService, Operator } from './OperationService';
import type { OperationSubject } from './ports';

/** What each operation needs. */
export const OPERATION_PERMISSIONS: Record<OperationName, ResourcePermission> =
  {
    'roll-back': releaseWorkloadRollbackPermission,
    restart: releaseWorkloadRestartPermission,
    scale: releaseWorkloadScalePermission,
    pause: releaseWorkloadPausePermission,
    resume: releaseWorkloadPausePermission,
    'delete-pod': releaseWorkloadDeletePodPermission,
  };

/** Who asks, what for, and that they may. */
export interface OperationAccess {
  /** @throws NotFoundError, NotAllowedError */
  open(
    credentials: BackstageCredentials,
    request: {
      entityRef: string;
      environment: string;
      permission: ResourcePermission;
      /** Asks for the right to act in a freeze too. */
      override: boolean;
    },
  ): Promise<{ subject: OperationSubject; operator: Operator }>;
}

interface Options {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  access: OperationAccess;
  operations: OperationService;
}

/** `POST /v1/workloads/{id}/operations/plan` and `POST /v1/workloads/{id}/operations` */
export function createOperationsRouter(options: Options): Router {
  const { auditor, httpAuth, access, operations } = options;
  const router = createPromiseRouter();
  const path =
    '/v1/workloads/:environment/:cluster/:namespace/:name/operations';

  const credentialsOf = (request: Request) =>
    httpAuth.credentials(request, { allow: ['user', 'service'] });

  router.post(`${path}/plan`, async (request, response) => {
    const workloadId = parseInput(
      workloadParams,
      request.params,
      'Path parameter',
    );
    const { entityRef, operation } = parseInput(
      operationPlanBody,
      request.body,
      'Body field',
    );
    const { subject } = await access.open(await credentialsOf(request), {
      entityRef,
      environment: request.params.environment,
      permission: OPERATION_PERMISSIONS[operation.operation],
      override: false,
    });
    const signal = goneOf(response);
    response.json(
      await operations.plan(subject, workloadId, operation, signal),
    );
  });

  router.post(path, async (request, response) => {
    const workloadId = parseInput(
      workloadParams,
      request.params,
      'Path parameter',
    );
    const body = parseInput(operationBody, request.body, 'Body field');
    const { entityRef, operation, reason, override } = body;
    const meta = { entityRef, workloadId, operation, reason, override };
    const result = await audited(
      auditor,
      { eventId: 'workload-operation', request, meta },
      async () => {
        const { subject, operator } = await access.open(
          await credentialsOf(request),
          {
            entityRef,
            environment: request.params.environment,
            permission: OPERATION_PERMISSIONS[operation.operation],
            override: override !== undefined,
          },
        );
        // Whoever leaves does not stop it: what is half done is worse.
        return operations.run(subject, workloadId, body, operator);
      },
    );
    response.json(result);
  });

  return router;
}

function goneOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  return gone.signal;
}
