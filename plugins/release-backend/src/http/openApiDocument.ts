import {
  clusterConditionSchema,
  clusterListSchema,
  environmentSchema,
  eventListSchema,
  eventSchema,
  fleetCellSchema,
  fleetSchema,
  fleetServiceSchema,
  imageSchema,
  lastChangeSchema,
  logLineSchema,
  messageSchema,
  podListSchema,
  podSchema,
  revisionListSchema,
  revisionSchema,
  sideSchema,
  targetSchema,
  workloadConfigSchema,
  workloadListSchema,
  workloadSchema,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { openApiExamples } from './openApiExamples';

const SCHEMAS = {
  Message: messageSchema,
  Environment: environmentSchema,
  Target: targetSchema,
  Image: imageSchema,
  Side: sideSchema,
  LastChange: lastChangeSchema,
  Workload: workloadSchema,
  ClusterCondition: clusterConditionSchema,
  WorkloadList: workloadListSchema,
  ClusterList: clusterListSchema,
  Pod: podSchema,
  PodList: podListSchema,
  Revision: revisionSchema,
  RevisionList: revisionListSchema,
  ClusterEvent: eventSchema,
  EventList: eventListSchema,
  WorkloadConfig: workloadConfigSchema,
  LogLine: logLineSchema,
  FleetCell: fleetCellSchema,
  FleetService: fleetServiceSchema,
  Fleet: fleetSchema,
};

const COMPONENT = '#/components/schemas/';

/** What Backstage answers for every error. */
const ERROR_SCHEMA = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { name: { type: 'string' }, message: { type: 'string' } },
      required: ['name', 'message'],
    },
    response: {
      type: 'object',
      properties: { statusCode: { type: 'integer' } },
      required: ['statusCode'],
    },
  },
  required: ['error', 'response'],
};

const ERRORS = {
  400: 'A parameter is missing or wrong; the message names it and what it may be',
  401: 'Not signed in',
  403: 'The entity is seen, and what was asked for may not be read',
  404: 'No such entity, or it may not be seen; or it has no such workload or pod',
  429: 'Too many logs are open; Retry-After says when to try again',
  503: 'The clusters are not known yet, or one has not told what was asked for',
};

function schemas(): Record<string, object> {
  const registry = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) {
    registry.add(schema, { id });
  }
  const made = z.toJSONSchema(registry, { uri: id => `${COMPONENT}${id}` });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, schema]) => {
      // Both belong to documents of their own; here they are parts of one.
      const { $schema: _dialect, $id: _id, ...rest } = schema;
      return [id, rest];
    }),
  );
}

interface Parameter {
  name: string;
  in: 'query' | 'path';
  required?: boolean;
  description: string;
  schema: object;
  example?: string | number | boolean;
}

const TEXT = { type: 'string' };

const ENTITY: Parameter = {
  name: 'entityRef',
  in: 'query',
  required: true,
  description:
    'The entity through which the asker looks; decides what may be read',
  schema: { type: 'string', maxLength: 761 },
  example: 'component:default/order-api',
};

const WORKLOAD: Parameter[] = [
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

function get(
  id: string,
  summary: string,
  schema: keyof typeof openApiExamples,
  parameters: readonly Parameter[],
  mediaType = 'application/json',
) {
  const content = {
    [mediaType]: {
      schema: { $ref: `${COMPONENT}${schema}` },
      example: openApiExamples[schema],
    },
  };
  const failure = (description: string) => ({
    description,
    content: { 'application/json': { schema: { $ref: `${COMPONENT}Error` } } },
  });
  return {
    get: {
      operationId: id,
      summary,
      parameters,
      responses: {
        200: { description: summary, content },
        ...Object.fromEntries(
          Object.entries(ERRORS).map(([status, text]) => [
            status,
            failure(text),
          ]),
        ),
      },
    },
  };
}

const ONE = '/v1/workloads/{environment}/{cluster}/{namespace}/{name}';

function makeDocument() {
  const one = [...WORKLOAD, ENTITY];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pilothouse release',
      version: '1.0.0',
      description:
        'What runs where, of the entities of the catalog. Reading changes nothing, and reaches no cluster but for logs.',
    },
    servers: [{ url: '/api/release' }],
    security: [{ backstage: [] }],
    paths: {
      '/v1/workloads': get(
        'listWorkloads',
        'All workloads of an entity, on all clusters',
        'WorkloadList',
        [ENTITY],
      ),
      [ONE]: get('getWorkload', 'One workload', 'Workload', one),
      [`${ONE}/pods`]: get('listPods', 'Its pods', 'PodList', one),
      [`${ONE}/revisions`]: get(
        'listRevisions',
        'The revisions of its Deployments',
        'RevisionList',
        one,
      ),
      [`${ONE}/events`]: get(
        'listEvents',
        'What the cluster noted about it lately',
        'EventList',
        one,
      ),
      [`${ONE}/config`]: get(
        'getConfig',
        'What stands around its pods, and what is wrong with it',
        'WorkloadConfig',
        one,
      ),
      [`${ONE}/pods/{pod}/logs`]: get(
        'readLogs',
        'The log of a pod, a JSON object per line; empty lines keep the connection alive',
        'LogLine',
        [...one, ...LOG],
        'application/x-ndjson',
      ),
      '/v1/fleet': get(
        'getFleet',
        'All services that the asker may read, and what runs of them',
        'Fleet',
        FLEET,
      ),
      '/v1/clusters': get(
        'listClusters',
        'How the portal stands with the clusters',
        'ClusterList',
        [],
      ),
    },
    components: {
      schemas: { ...schemas(), Error: ERROR_SCHEMA },
      securitySchemes: {
        backstage: {
          type: 'http',
          scheme: 'bearer',
          description: 'A Backstage token, of a person or of a service',
        },
      },
    },
  };
}

let made: ReturnType<typeof makeDocument> | undefined;

/** The API in OpenAPI 3.1, made from the schemas that answers are checked with. */
export function openApiDocument(): ReturnType<typeof makeDocument> {
  made ??= makeDocument();
  return made;
}
