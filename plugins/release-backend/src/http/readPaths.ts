import type { ApiPaths, Parameter } from '@pilothouse/pilothouse-node';

const TEXT = { type: 'string' };

/** Whose it is: every question about one entity has it. */
export const ENTITY: Parameter = {
  name: 'entityRef',
  in: 'query',
  required: true,
  description:
    'The entity through which the asker looks; decides what may be read',
  schema: { type: 'string', maxLength: 761 },
  example: 'component:default/order-api',
};

export const WORKLOAD: Parameter[] = [
  ['environment', 'prod'],
  ['cluster', 'prod-beijing'],
  ['namespace', 'order'],
  ['name', 'order-api'],
].map(([name, example]) => ({
  name,
  in: 'path',
  required: true,
  description: `Of the workload's id: ${name}`,
  schema: TEXT,
  example,
}));

const LOG: Parameter[] = [
  {
    name: 'pod',
    in: 'path',
    required: true,
    description: 'Name of one of its pods',
    schema: TEXT,
    example: 'order-api-65ff69f954-2k4xp',
  },
  {
    name: 'container',
    in: 'query',
    description:
      'Name of a container; the one that is named like the service, or the first, when missing',
    schema: TEXT,
  },
  {
    name: 'previous',
    in: 'query',
    description: 'Of the run before the present one',
    schema: { type: 'boolean', default: false },
  },
  {
    name: 'follow',
    in: 'query',
    description: 'Stay, and send lines as they come',
    schema: { type: 'boolean', default: false },
  },
  {
    name: 'tailLines',
    in: 'query',
    description: 'How many lines from the end',
    schema: { type: 'integer', minimum: 1, maximum: 5000, default: 500 },
  },
];

const FLEET: Parameter[] = [
  {
    name: 'owned',
    in: 'query',
    description: 'Only services that the asker, or a group of the asker, owns',
    schema: { type: 'boolean', default: false },
  },
  {
    name: 'since',
    in: 'query',
    description:
      'The cursor of an earlier answer: only what changed after it is told',
    schema: { type: 'string', maxLength: 200 },
  },
];

const ONE = '/v1/workloads/{environment}/{cluster}/{namespace}/{name}';
const one = [...WORKLOAD, ENTITY];

/** What only reads: what runs where. */
export const readPaths: ApiPaths = {
  '/v1/workloads': {
    get: {
      operationId: 'listWorkloads',
      summary: 'All workloads of an entity, on all clusters',
      schema: 'WorkloadList',
      parameters: [ENTITY],
    },
  },
  [ONE]: {
    get: {
      operationId: 'getWorkload',
      summary: 'One workload',
      schema: 'Workload',
      parameters: one,
    },
  },
  [`${ONE}/pods`]: {
    get: {
      operationId: 'listPods',
      summary: 'Its pods',
      schema: 'PodList',
      parameters: one,
    },
  },
  [`${ONE}/revisions`]: {
    get: {
      operationId: 'listRevisions',
      summary: 'The revisions of its Deployments',
      schema: 'RevisionList',
      parameters: one,
    },
  },
  [`${ONE}/events`]: {
    get: {
      operationId: 'listEvents',
      summary: 'What the cluster noted about it lately',
      schema: 'EventList',
      parameters: one,
    },
  },
  [`${ONE}/config`]: {
    get: {
      operationId: 'getConfig',
      summary: 'What stands around its pods, and what is wrong with it',
      schema: 'WorkloadConfig',
      parameters: one,
    },
  },
  [`${ONE}/pods/{pod}/logs`]: {
    get: {
      operationId: 'readLogs',
      summary:
        'The log of a pod, a JSON object per line; empty lines keep the connection alive',
      schema: 'LogLine',
      parameters: [...one, ...LOG],
      mediaType: 'application/x-ndjson',
    },
  },
  '/v1/fleet': {
    get: {
      operationId: 'getFleet',
      summary: 'All services that the asker may read, and what runs of them',
      schema: 'Fleet',
      parameters: FLEET,
    },
  },
  '/v1/clusters': {
    get: {
      operationId: 'listClusters',
      summary: 'How the portal stands with the clusters',
      schema: 'ClusterList',
      parameters: [],
    },
  },
};
