import type { RequestOptions } from '@pilothouse/pilothouse-common';
import type { ChangeList } from '../model/change';
import type { CreateFreeze, Freeze, FreezeList } from '../model/freeze';
import type {
  OperationPlan,
  OperationPlanRequest,
  OperationRequest,
  OperationResult,
} from '../model/operation';
import type { PlanRequest, RolloutPlan, StartRequest } from '../model/plan';
import type { ImageList } from '../model/registry';
import type {
  Rollout,
  RolloutAction,
  RolloutCommand,
  RolloutList,
} from '../model/rollout';
import type { StageList } from '../model/stage';

export interface RolloutQuery {
  /** One entity; all that the reader may read when missing. */
  entityRef?: string;
  environment?: string;
  /**
   * - `running`: not ended
   * - `waiting`: for the reader
   * - `stuck`
   * - `mine`: of entities that the reader owns, or begun by the reader
   * - `all`: ended ones too
   */
  view?: 'running' | 'waiting' | 'stuck' | 'mine' | 'all';
  /** 1 to 200; 50 when missing. */
  limit?: number;
  cursor?: string;
}

export interface ChangeQuery {
  entityRef?: string;
  /** Reference of a system. */
  system?: string;
  workloadId?: string;
  rolloutId?: string;
  /**
   * Changes of the entity, and of those one hop around it: what it depends on, what depends on it, what is part of the
   * same system.
   */
  around?: boolean;
  /** ISO 8601 */
  since?: string;
  until?: string;
  /** 1 to 500; 100 when missing. */
  limit?: number;
  cursor?: string;
}

/**
 * Plans, starts and steers rollouts, and everything else that changes something. Every method rejects with a
 * `ResponseError` for an answer of 4xx or 5xx, and with an `UnexpectedAnswerError` when the answer is not what the schema
 * says.
 */
export interface RolloutApi {
  /** `GET /stages` */
  listStages(
    request: { entityRef: string },
    options?: RequestOptions,
  ): Promise<StageList>;
  /** `GET /images` */
  listImages(
    request: { entityRef: string; workloadId: string },
    options?: RequestOptions,
  ): Promise<ImageList>;
  /** `POST /rollouts/plan` */
  planRollout(
    request: PlanRequest,
    options?: RequestOptions,
  ): Promise<RolloutPlan>;
  /** `POST /rollouts` */
  startRollout(
    request: StartRequest,
    options?: RequestOptions,
  ): Promise<Rollout>;
  /** `GET /rollouts` */
  listRollouts(
    request: RolloutQuery,
    options?: RequestOptions,
  ): Promise<RolloutList>;
  /** `GET /rollouts/{id}` */
  getRollout(
    request: { rolloutId: string },
    options?: RequestOptions,
  ): Promise<Rollout>;
  /** `POST /rollouts/{id}/{action}` */
  actOnRollout(
    request: {
      rolloutId: string;
      action: RolloutAction;
      command: RolloutCommand;
    },
    options?: RequestOptions,
  ): Promise<Rollout>;
  /** `POST /workloads/{id}/operations/plan` */
  planOperation(
    request: OperationPlanRequest & { workloadId: string },
    options?: RequestOptions,
  ): Promise<OperationPlan>;
  /** `POST /workloads/{id}/operations` */
  operate(
    request: OperationRequest & { workloadId: string },
    options?: RequestOptions,
  ): Promise<OperationResult>;
  /** `GET /changes` */
  listChanges(
    request: ChangeQuery,
    options?: RequestOptions,
  ): Promise<ChangeList>;
  /**
   * `GET /freezes`: the present or next window of each freeze. With `until` (ISO 8601), every window that begins before
   * that, so that a weekly freeze is there several times; with `since` (ISO 8601), behind them every window that ended
   * after that and is over, the latest first.
   */
  listFreezes(
    request: { since?: string; until?: string },
    options?: RequestOptions,
  ): Promise<FreezeList>;
  /** `POST /freezes` */
  createFreeze(
    request: CreateFreeze,
    options?: RequestOptions,
  ): Promise<Freeze>;
  /** `POST /freezes/{id}/end` */
  endFreeze(
    request: { freezeId: string; reason: string },
    options?: RequestOptions,
  ): Promise<Freeze>;
}
