import { openApiDocument as documentOf } from '@pilothouse/pilothouse-node';
import { messageSchema } from '@pilothouse/plugin-release-common';
import {
  endpointListSchema,
  healthSchema,
  instanceListSchema,
  serviceListSchema,
  serviceSchema,
  traceListSchema,
  windowSchema,
} from '@pilothouse/plugin-skywalking-common';
import { openApiExamples } from './openApiExamples';
import { openApiPaths } from './openApiPaths';

type Document = ReturnType<typeof documentOf>;
let made: Document | undefined;

/** The API in OpenAPI 3.1, made from the schemas that answers are checked with. */
export function openApiDocument(): Document {
  made ??= documentOf({
    pluginId: 'skywalking',
    title: 'Pilothouse SkyWalking',
    description:
      "Health, instances, endpoints and traces of an entity's services. A SkyWalking that does not answer is an answer, too: `service.status` says how it is.",
    paths: openApiPaths,
    answers: {
      Message: messageSchema,
      Service: serviceSchema,
      Window: windowSchema,
      ServiceList: serviceListSchema,
      Health: healthSchema,
      InstanceList: instanceListSchema,
      EndpointList: endpointListSchema,
      TraceList: traceListSchema,
    },
    examples: openApiExamples,
  });
  return made;
}
