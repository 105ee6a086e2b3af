import { openApiDocument as documentOf } from '@pilothouse/pilothouse-node';
import {
  contextRequestSchema,
  contextResultSchema,
  discoverSchema,
  downloadEndSchema,
  histogramSchema,
  logEntrySchema,
  logFieldsSchema,
  logSourceListSchema,
  logSourceSchema,
  searchRequestSchema,
  searchResultSchema,
} from '@pilothouse/plugin-logs-common';
import { messageSchema } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { openApiExamples } from './openApiExamples';

type Document = ReturnType<typeof documentOf>;
let made: Document | undefined;

/** What `GET /v1/openapi.json` answers: made from the schemas that requests are checked with. */
export function openApiDocument(): Document {
  made ??= documentOf({
    pluginId: 'logs',
    title: 'Pilothouse logs',
    description:
      "Searches an entity's log lines in Elasticsearch and OpenSearch. What a store does not say in time is a problem of the answer, and no error.",
    paths: {
      '/v1/sources': {
        get: {
          operationId: 'listLogSources',
          summary: 'Where the log lines of an entity are',
          parameters: [
            {
              name: 'entityRef',
              in: 'query',
              required: true,
              description: 'Such as component:default/order-api',
              schema: { type: 'string' },
              example: 'component:default/order-api',
            },
          ],
          schema: 'LogSourceList',
        },
      },
      '/v1/search': {
        post: {
          operationId: 'searchLogs',
          summary: 'A page of log lines, and how many there are over time',
          parameters: [],
          body: 'SearchRequest',
          schema: 'SearchResult',
        },
      },
      '/v1/context': {
        post: {
          operationId: 'getLogContext',
          summary: 'What a container wrote around one of its lines',
          parameters: [],
          body: 'ContextRequest',
          schema: 'ContextResult',
        },
      },
      '/v1/download': {
        post: {
          operationId: 'downloadLogs',
          summary:
            'All lines of a search as NDJSON, as far as the cap; the last line says what was left out',
          parameters: [],
          body: 'SearchRequest',
          schema: 'DownloadLine',
          mediaType: 'application/x-ndjson',
        },
      },
    },
    answers: {
      Message: messageSchema,
      Discover: discoverSchema,
      LogFields: logFieldsSchema,
      LogSource: logSourceSchema,
      LogSourceList: logSourceListSchema,
      LogEntry: logEntrySchema,
      Histogram: histogramSchema,
      SearchResult: searchResultSchema,
      ContextResult: contextResultSchema,
      DownloadLine: z.union([logEntrySchema, downloadEndSchema]),
    },
    bodies: {
      SearchRequest: searchRequestSchema,
      ContextRequest: contextRequestSchema,
    },
    examples: openApiExamples,
  });
  return made;
}
