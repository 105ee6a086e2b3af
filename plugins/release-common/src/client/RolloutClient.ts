import {
  type PluginClientOptions,
  PluginHttp,
  withQuery,
  type RequestOptions,
} from '@pilothouse/pilothouse-common';
import { changeListSchema, type ChangeList } from '../model/change';
import {
  freezeListSchema,
  freezeSchema,
  type CreateFreeze,
  type Freeze,
  type FreezeList,
} from '../model/freeze';
import {
  operationPlanSchema,
  operationResultSchema,
  type OperationPlan,
  type OperationPlanRequest,
  type OperationRequest,
  type OperationResult,
} from '../model/operation';
import {
  rolloutPlanSchema,
  type PlanRequest,
  type RolloutPlan,
  type StartRequest,
} from '../model/plan';
import { imageListSchema, type ImageList } from '../model/registry';
import {
  rolloutListSchema,
  rolloutSchema,
  type Rollout,
  type RolloutAction,
  type RolloutCommand,
  type RolloutList,
} from '../model/rollout';
import { stageListSchema, type StageList } from '../model/stage';
import { freezeEndPath, operationsPath, rolloutPath } from './paths';
import type { ChangeQuery, RolloutApi, RolloutQuery } from './RolloutApi';

/**
 * Rollouts, operations, changes and freezes over HTTP. Runs in browser and server; every answer is checked against its
 * schema, and every request is sent once.
 *
 * @example
 * ```ts
 * const client = new RolloutClient({ discoveryApi, fetchApi });
 * const plan = await client.planRollout({
 *   entityRef: 'component:default/order-api',
 *   environment: 'test',
 *   version: '1.4.2',
 * });
 * ```
 */
export class RolloutClient implements RolloutApi {
  readonly #http: PluginHttp;

  constructor(options: PluginClientOptions) {
    this.#http = new PluginHttp('release', options);
  }

  listStages(
    request: { entityRef: string },
    options?: RequestOptions,
  ): Promise<StageList> {
    const { entityRef } = request;
    const path = withQuery('/v1/stages', { entityRef });
    return this.#http.get(stageListSchema, path, options);
  }

  listImages(
    request: { entityRef: string; workloadId: string },
    options?: RequestOptions,
  ): Promise<ImageList> {
    const { entityRef, workloadId } = request;
    const path = withQuery('/v1/images', { entityRef, workloadId });
    return this.#http.get(imageListSchema, path, options);
  }

  planRollout(
    request: PlanRequest,
    options?: RequestOptions,
  ): Promise<RolloutPlan> {
    const path = '/v1/rollouts/plan';
    return this.#http.post(rolloutPlanSchema, path, request, options);
  }

  startRollout(
    request: StartRequest,
    options?: RequestOptions,
  ): Promise<Rollout> {
    return this.#http.post(rolloutSchema, '/v1/rollouts', request, options);
  }

  listRollouts(
    request: RolloutQuery,
    options?: RequestOptions,
  ): Promise<RolloutList> {
    const path = withQuery('/v1/rollouts', { ...request });
    return this.#http.get(rolloutListSchema, path, options);
  }

  getRollout(
    request: { rolloutId: string },
    options?: RequestOptions,
  ): Promise<Rollout> {
    const path = rolloutPath(request.rolloutId);
    return this.#http.get(rolloutSchema, path, options);
  }

  actOnRollout(
    request: {
      rolloutId: string;
      action: RolloutAction;
      command: RolloutCommand;
    },
    options?: RequestOptions,
  ): Promise<Rollout> {
    const { rolloutId, action, command } = request;
    const path = rolloutPath(rolloutId, action);
    return this.#http.post(rolloutSchema, path, command, options);
  }

  planOperation(
    request: OperationPlanRequest & { workloadId: string },
    options?: RequestOptions,
  ): Promise<OperationPlan> {
    const { workloadId, ...body } = request;
    const path = operationsPath(workloadId, 'plan');
    return this.#http.post(operationPlanSchema, path, body, options);
  }

  operate(
    request: OperationRequest & { workloadId: string },
    options?: RequestOptions,
  ): Promise<OperationResult> {
    const { workloadId, ...body } = request;
    const path = operationsPath(workloadId);
    return this.#http.post(operationResultSchema, path, body, options);
  }

  listChanges(
    request: ChangeQuery,
    options?: RequestOptions,
  ): Promise<ChangeList> {
    const path = withQuery('/v1/changes', { ...request });
    return this.#http.get(changeListSchema, path, options);
  }

  listFreezes(
    request: { since?: string; until?: string },
    options?: RequestOptions,
  ): Promise<FreezeList> {
    const { since, until } = request;
    const path = withQuery('/v1/freezes', { since, until });
    return this.#http.get(freezeListSchema, path, options);
  }

  createFreeze(
    request: CreateFreeze,
    options?: RequestOptions,
  ): Promise<Freeze> {
    return this.#http.post(freezeSchema, '/v1/freezes', request, options);
  }

  endFreeze(
    request: { freezeId: string; reason: string },
    options?: RequestOptions,
  ): Promise<Freeze> {
    const { freezeId, ...body } = request;
    return this.#http.post(
      freezeSchema,
      freezeEndPath(freezeId),
      body,
      options,
    );
  }
}
