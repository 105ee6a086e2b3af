import type { ApiPaths, Parameter } from '@pilothouse/pilothouse-node';
import {
  endpointOrderSchema,
  traceOrderSchema,
  traceStateSchema,
} from '@pilothouse/plugin-skywalking-common';

const TEXT = { type: 'string' };
const TIME = { type: 'string', format: 'date-time' };

const ENTITY: Parameter = {
  name: 'entityRef',
  in: 'query',
  required: true,
  description:
    'The entity through which the asker looks; decides which service may be read',
  schema: { type: 'string', maxLength: 761 },
  example: 'component:default/order-api',
};

const WINDOW: Parameter[] = [
  ENTITY,
  {
    name: 'environment',
    in: 'query',
    required: true,
    description: 'Name of an environment',
    schema: TEXT,
    example: 'prod',
  },
  {
    name: 'instance',
    in: 'query',
    description:
      'Name of one of several SkyWalkings that serve the environment; the first when missing',
    schema: TEXT,
  },
  {
    name: 'from',
    in: 'query',
    description: '30 minutes before `to` when missing; at most 90 days before',
    schema: TIME,
  },
  { name: 'to', in: 'query', description: 'Now when missing', schema: TIME },
];

const choice = (
  name: string,
  description: string,
  options: readonly string[],
  byDefault?: string,
): Parameter => ({
  name,
  in: 'query',
  description,
  schema: { ...TEXT, enum: options, ...(byDefault && { default: byDefault }) },
});

const whole = (
  name: string,
  description: string,
  schema: { minimum: number; maximum: number; default?: number },
): Parameter => ({
  name,
  in: 'query',
  description,
  schema: { type: 'integer', ...schema },
});

const text = (name: string, description: string): Parameter => ({
  name,
  in: 'query',
  description,
  schema: TEXT,
});

const HOUR = 3_600_000;

export const openApiPaths: ApiPaths = {
  '/v1/services': {
    get: {
      operationId: 'listServices',
      summary: "The entity's service in every SkyWalking",
      parameters: [ENTITY],
      schema: 'ServiceList',
    },
  },
  '/v1/health': {
    get: {
      operationId: 'getHealth',
      summary:
        'How a service is: now, over a time, a day before, and its canary against its release',
      parameters: WINDOW,
      schema: 'Health',
    },
  },
  '/v1/instances': {
    get: {
      operationId: 'listInstances',
      summary: 'Instances of a service, with the pods that they are',
      parameters: WINDOW,
      schema: 'InstanceList',
    },
  },
  '/v1/endpoints': {
    get: {
      operationId: 'listEndpoints',
      summary: 'The first endpoints of a service by an order',
      parameters: [
        ...WINDOW,
        choice(
          'order',
          'What comes first',
          endpointOrderSchema.options,
          'slowest',
        ),
        whole('limit', 'How many', { minimum: 1, maximum: 50, default: 20 }),
      ],
      schema: 'EndpointList',
    },
  },
  '/v1/traces': {
    get: {
      operationId: 'findTraces',
      summary: 'Traces that went through a service, each once',
      parameters: [
        ...WINDOW,
        choice('state', 'Which', traceStateSchema.options, 'all'),
        choice('order', 'What comes first', traceOrderSchema.options, 'newest'),
        whole('minDuration', 'Milliseconds', { minimum: 0, maximum: HOUR }),
        whole('maxDuration', 'Milliseconds', { minimum: 0, maximum: HOUR }),
        text('endpointId', 'Of the list of endpoints'),
        text('instanceId', 'Of the list of instances'),
        choice('role', 'Only through pods of that role', ['release', 'canary']),
        text('traceId', 'One trace, if it went through the service'),
        whole('page', '20 traces each', {
          minimum: 1,
          maximum: 25,
          default: 1,
        }),
      ],
      schema: 'TraceList',
    },
  },
};
