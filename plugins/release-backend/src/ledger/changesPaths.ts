import {
  changeListSchema,
  changeSchema,
  type ChangeList,
} from '@pilothouse/plugin-release-common';

/** What the OpenAPI document needs to tell of `/v1/changes`. */
export const changesSchemas = {
  Change: changeSchema,
  ChangeList: changeListSchema,
};

export const changesExamples: { ChangeList: ChangeList } = {
  ChangeList: {
    changes: [
      {
        id: '7d3f0c3e-2f0b-4a5e-9d55-1a4b8f0f2f10',
        sequence: 4711,
        at: '2026-11-21T12:20:00.000Z',
        settledAt: '2026-11-21T12:20:00.000Z',
        actor: 'user:default/li.wei',
        action: 'scale',
        entityRef: 'component:default/order-api',
        system: 'system:default/order',
        environment: 'prod',
        target: {
          environment: 'prod',
          cluster: 'prod-beijing',
          namespace: 'order',
        },
        name: 'order-api',
        role: 'release',
        reason: 'Sales begin at eight',
        before: { replicas: 6 },
        after: { replicas: 9 },
        outcome: 'done',
      },
    ],
    cursor: '4711',
    now: '2026-11-21T12:30:00.000Z',
  },
};

const TIME = { type: 'string', format: 'date-time' };

/** By path and method. */
export const changesPaths = {
  '/v1/changes': {
    get: {
      operationId: 'listChanges',
      summary:
        'The ledger: who changed what, why, and what came of it; the latest first',
      schema: 'ChangeList',
      parameters: [
        {
          name: 'entityRef',
          in: 'query',
          description:
            'Changes of one entity; of all that the asker may read when missing',
          schema: { type: 'string', maxLength: 761 },
          example: 'component:default/order-api',
        },
        {
          name: 'around',
          in: 'query',
          description:
            'With entityRef: also of what it depends on, what depends on it, and what is part of the same system',
          schema: { type: 'boolean', default: false },
        },
        {
          name: 'system',
          in: 'query',
          description: 'Reference of a system',
          schema: { type: 'string', maxLength: 761 },
        },
        {
          name: 'workloadId',
          in: 'query',
          description: 'Id of a workload',
          schema: { type: 'string', maxLength: 1024 },
        },
        {
          name: 'rolloutId',
          in: 'query',
          description: 'Id of a rollout',
          schema: { type: 'string', maxLength: 128 },
        },
        {
          name: 'since',
          in: 'query',
          description: 'From this time on',
          schema: TIME,
        },
        {
          name: 'until',
          in: 'query',
          description: 'Before this time',
          schema: TIME,
        },
        {
          name: 'limit',
          in: 'query',
          description:
            'How many at most; a page may hold less although its cursor says that there are more',
          schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
        },
        {
          name: 'cursor',
          in: 'query',
          description: 'Of the page before',
          schema: { type: 'string' },
        },
      ],
    },
  },
} as const;
