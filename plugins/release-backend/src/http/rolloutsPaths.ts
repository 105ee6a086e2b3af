import {
  ROLLOUT_ACTIONS,
  operationPlanRequestSchema,
  operationPlanSchema,
  operationRequestSchema,
  operationResultSchema,
  planRequestSchema,
  rolloutCommandSchema,
  rolloutListSchema,
  rolloutPlanSchema,
  rolloutSchema,
  stageListSchema,
  startRequestSchema,
} from '@pilothouse/plugin-release-common';
import type { ApiPaths, Parameter } from '@pilothouse/pilothouse-node';
import { ENTITY, WORKLOAD } from './readPaths';

/** What the OpenAPI document needs to tell of rollouts, operations and stages. */
export const rolloutsSchemas = {
  Rollout: rolloutSchema,
  RolloutList: rolloutListSchema,
  RolloutPlan: rolloutPlanSchema,
  OperationPlan: operationPlanSchema,
  OperationResult: operationResultSchema,
  StageList: stageListSchema,
};

/** Those of bodies. */
export const rolloutsBodies = {
  PlanRequest: planRequestSchema,
  StartRequest: startRequestSchema,
  RolloutCommand: rolloutCommandSchema,
  OperationPlanRequest: operationPlanRequestSchema,
  OperationRequest: operationRequestSchema,
};

const ROLLOUT_ID: Parameter = {
  name: 'rolloutId',
  in: 'path',
  required: true,
  description: 'Id of the rollout',
  schema: { type: 'string', maxLength: 128 },
  example: '0f6a4c1e-6a43-4a57-9a8e-3f1d2f9b7c10',
};

const OPERATIONS =
  '/v1/workloads/{environment}/{cluster}/{namespace}/{name}/operations';

/** By path and method. */
export const rolloutsPaths: ApiPaths = {
  '/v1/stages': {
    get: {
      operationId: 'listStages',
      summary:
        'The environments of an entity: their policies, what the asker may begin there, and freezes',
      schema: 'StageList',
      parameters: [ENTITY],
    },
  },
  '/v1/rollouts/plan': {
    post: {
      operationId: 'planRollout',
      summary:
        'What a rollout would do, and what speaks against it; nothing is written',
      body: 'PlanRequest',
      schema: 'RolloutPlan',
      parameters: [],
    },
  },
  '/v1/rollouts': {
    post: {
      operationId: 'startRollout',
      summary:
        'Start a rollout as it was planned; 200 instead of 201 where the same key has started it already',
      body: 'StartRequest',
      schema: 'Rollout',
      status: 201,
      parameters: [],
    },
    get: {
      operationId: 'listRollouts',
      summary: 'Rollouts that the asker may read, the latest first',
      schema: 'RolloutList',
      parameters: [
        {
          ...ENTITY,
          required: false,
          description:
            'Of one entity; of all that the asker may read when missing',
        },
        {
          name: 'environment',
          in: 'query',
          description: 'Name of an environment',
          schema: { type: 'string', maxLength: 253 },
        },
        {
          name: 'view',
          in: 'query',
          description:
            'running: not ended; waiting: for the asker; stuck; mine: of what the asker owns, or begun by the asker; all: ended ones too',
          schema: {
            type: 'string',
            enum: ['running', 'waiting', 'stuck', 'mine', 'all'],
            default: 'running',
          },
        },
        {
          name: 'limit',
          in: 'query',
          description: 'How many at most',
          schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
        },
        {
          name: 'cursor',
          in: 'query',
          description: 'Of the page before',
          schema: { type: 'string', maxLength: 200 },
        },
      ],
    },
  },
  '/v1/rollouts/{rolloutId}': {
    get: {
      operationId: 'getRollout',
      summary: 'One rollout, with what the asker may do with it now',
      schema: 'Rollout',
      parameters: [ROLLOUT_ID],
    },
  },
  '/v1/rollouts/{rolloutId}/{action}': {
    post: {
      operationId: 'actOnRollout',
      summary:
        'Promote, approve, pause, resume or abort a rollout; adopt or override what somebody else changed',
      body: 'RolloutCommand',
      schema: 'Rollout',
      parameters: [
        ROLLOUT_ID,
        {
          name: 'action',
          in: 'path',
          required: true,
          description:
            'What is to be done; pause, abort, adopt and override need a reason',
          schema: { type: 'string', enum: [...ROLLOUT_ACTIONS] },
          example: 'abort',
        },
      ],
    },
  },
  [`${OPERATIONS}/plan`]: {
    post: {
      operationId: 'planOperation',
      summary: 'What an operation would do; nothing is written',
      body: 'OperationPlanRequest',
      schema: 'OperationPlan',
      parameters: WORKLOAD,
    },
  },
  [OPERATIONS]: {
    post: {
      operationId: 'operate',
      summary:
        'Roll back, restart, scale, pause or resume a Deployment, or delete a pod, as it was planned',
      body: 'OperationRequest',
      schema: 'OperationResult',
      parameters: WORKLOAD,
    },
  },
};
