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
  provisionBodies,
  provisionExamples,
  provisionPaths,
  provisionSchemas,
} from '../provision/provisionPaths';
import {
  imagesExample,
  imagesPaths,
  imagesSchemas,
} from '../registry/imagesPaths';
import { openApiExamples } from './openApiExamples';
import {
  openApiDocument as sharedDocument,
  type ApiPaths,
} from '@pilothouse/pilothouse-node';
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
  ...provisionSchemas,
  Freeze: freezesSchemas.Freeze,
  FreezeMoment: freezesSchemas.FreezeMoment,
  FreezeList: freezesSchemas.FreezeList,
};

/** What is sent, where a default may be left out. */
const BODIES = {
  ...rolloutsBodies,
  ...provisionBodies,
  CreateFreeze: freezesSchemas.CreateFreeze,
  EndFreeze: freezesSchemas.EndFreeze,
};

const EXAMPLES = {
  ...openApiExamples,
  ...rolloutsExamples,
  ...changesExamples,
  ...freezesExamples,
  ...provisionExamples,
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
  ...provisionPaths,
};

type Document = ReturnType<typeof sharedDocument>;
let made: Document | undefined;

/** The API in OpenAPI 3.1, made from the schemas that answers are checked with. */
export function openApiDocument(): Document {
  made ??= sharedDocument({
    pluginId: 'release',
    title: 'Pilothouse release',
    description:
      'What runs where, of the entities of the catalog, and how it gets there. Reading changes nothing, and reaches no cluster but for logs and plans.',
    paths: PATHS,
    answers: SCHEMAS,
    bodies: BODIES,
    examples: EXAMPLES,
  });
  return made;
}
