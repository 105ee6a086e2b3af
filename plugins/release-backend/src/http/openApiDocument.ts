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
import {
  freezesExamples,
  freezesPaths,
  freezesSchemas,
} from '../freeze/freezesPaths';
import {
  changesExamples,
  changesPaths,
  changesSchemas,
} from '../ledger/changesPaths';
import {
  imagesExample,
  imagesPaths,
  imagesSchemas,
} from '../registry/imagesPaths';
import { openApiExamples } from './openApiExamples';
import {
  COMPONENT,
  ERROR_SCHEMA,
  openApiPaths,
  type ApiPaths,
} from './openApiOperation';
import { ENTITY, readPaths } from './readPaths';
import { rolloutsExamples } from './rolloutsExamples';
import {
  rolloutsBodies,
  rolloutsPaths,
  rolloutsSchemas,
} from './rolloutsPaths';

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
  ...rolloutsSchemas,
  ...changesSchemas,
  ...imagesSchemas,
  Freeze: freezesSchemas.Freeze,
  FreezeMoment: freezesSchemas.FreezeMoment,
  FreezeList: freezesSchemas.FreezeList,
};

/** What is sent, where a default may be left out. */
const BODIES = {
  ...rolloutsBodies,
  CreateFreeze: freezesSchemas.CreateFreeze,
  EndFreeze: freezesSchemas.EndFreeze,
};

const EXAMPLES = {
  ...openApiExamples,
  ...rolloutsExamples,
  ...changesExamples,
  ...freezesExamples,
  ImageList: imagesExample,
};

const { '/v1/images': listImages } = imagesPaths;

const PATHS: ApiPaths = {
  ...readPaths,
  '/v1/images': {
    get: { ...listImages, parameters: [ENTITY, ...listImages.parameters] },
  },
  ...rolloutsPaths,
  ...changesPaths,
  ...freezesPaths,
};

function schemas(
  named: Readonly<Record<string, z.ZodType>>,
  io: 'input' | 'output',
): Record<string, object> {
  const registry = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(named))
    registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    io,
    uri: id => `${COMPONENT}${id}`,
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, schema]) => {
      // Both belong to documents of their own; here they are parts of one.
      const { $schema: _dialect, $id: _id, ...rest } = schema;
      return [id, rest];
    }),
  );
}

function makeDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pilothouse release',
      version: '1.0.0',
      description:
        'What runs where, of the entities of the catalog, and how it gets there. Reading changes nothing, and reaches no cluster but for logs and plans.',
    },
    servers: [{ url: '/api/release' }],
    security: [{ backstage: [] }],
    paths: openApiPaths(PATHS, EXAMPLES),
    components: {
      schemas: {
        ...schemas(SCHEMAS, 'output'),
        ...schemas(BODIES, 'input'),
        Error: ERROR_SCHEMA,
      },
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
