import {
  createFreezeSchema,
  freezeListSchema,
  freezeMomentSchema,
  freezeSchema,
  type CreateFreeze,
  type Freeze,
  type FreezeList,
} from '@pilothouse/plugin-release-common';
import { endFreezeSchema, type EndFreeze } from './freezeRules';

/** What the OpenAPI document needs to tell of `/v1/freezes`. */
export const freezesSchemas = {
  Freeze: freezeSchema,
  FreezeMoment: freezeMomentSchema,
  FreezeList: freezeListSchema,
  CreateFreeze: createFreezeSchema,
  EndFreeze: endFreezeSchema,
};

const stop: Freeze = {
  id: '5c0a3d53-7a7b-4c9e-8f5e-2d3f1f3b9a77',
  kind: 'stop',
  scope: { environments: ['prod'] },
  range: { from: '2026-11-21T12:20:00.000Z' },
  reason: 'Payments fail in Shanghai',
  source: 'people',
  createdBy: 'user:default/guo.tao',
  createdAt: '2026-11-21T12:20:00.000Z',
};

export const freezesExamples: {
  Freeze: Freeze;
  FreezeList: FreezeList;
  CreateFreeze: CreateFreeze;
  EndFreeze: EndFreeze;
} = {
  Freeze: stop,
  FreezeList: {
    freezes: [{ freeze: stop, active: true, from: '2026-11-21T12:20:00.000Z' }],
    now: '2026-11-21T12:30:00.000Z',
  },
  CreateFreeze: {
    kind: 'stop',
    scope: { environments: ['prod'] },
    reason: 'Payments fail in Shanghai',
  },
  EndFreeze: { reason: 'Shanghai is well again' },
};

/** By path and method. */
export const freezesPaths = {
  '/v1/freezes': {
    get: {
      operationId: 'listFreezes',
      summary:
        'Freezes that hold, the one that holds longest first, then those to come',
      schema: 'FreezeList',
      parameters: [
        {
          name: 'until',
          in: 'query',
          description:
            'Every window that begins before this time, up to 60 of each freeze; without it the present or next one of each',
          schema: { type: 'string', format: 'date-time' },
        },
      ],
    },
    post: {
      operationId: 'createFreeze',
      summary: 'Freeze from now on, for a time, or every week',
      body: 'CreateFreeze',
      schema: 'Freeze',
      status: 201,
      parameters: [],
    },
  },
  '/v1/freezes/{freezeId}/end': {
    post: {
      operationId: 'endFreeze',
      summary: 'End a freeze that people made',
      body: 'EndFreeze',
      schema: 'Freeze',
      parameters: [
        {
          name: 'freezeId',
          in: 'path',
          required: true,
          description: 'Id of the freeze',
          schema: { type: 'string', maxLength: 128 },
          example: '5c0a3d53-7a7b-4c9e-8f5e-2d3f1f3b9a77',
        },
      ],
    },
  },
} as const;
