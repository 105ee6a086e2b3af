import {
  openApiDocument as documentOf,
  type Parameter,
} from '@pilothouse/pilothouse-node';
import {
  runbookDocumentListSchema,
  runbookKindSchema,
  runbookListSchema,
  runbookTextSchema,
  type Runbook,
} from '@pilothouse/plugin-runbooks-common';

const RUNBOOK: Runbook = {
  id: 'component:default/ops-runbooks#redis-full',
  entityRef: 'component:default/ops-runbooks',
  owner: 'group:default/ops',
  pages: [
    {
      language: 'en',
      title: 'Redis is full',
      path: 'en/redis-full',
      url: '/docs/default/component/ops-runbooks/en/redis-full',
    },
    {
      language: 'zh',
      title: 'Redis 内存已满',
      path: 'zh/redis-full',
      url: '/docs/default/component/ops-runbooks/zh/redis-full',
    },
  ],
  kind: 'incident',
  severity: 'high',
  alerts: ['RedisMemoryFull'],
  services: ['*'],
  changedAt: '2026-10-12T08:00:00.000Z',
  reviewed: '2026-10-12',
  reviewDue: '2027-01-10',
  reviewEvery: 'P90D',
  rto: 'PT30M',
  faults: [],
};

const string = { type: 'string' };

function parameter(
  name: string,
  description: string,
  rest: Partial<Parameter> = {},
): Parameter {
  return { name, in: 'query', description, schema: string, ...rest };
}

/** What `GET /v1/openapi.json` answers. */
export const openApiDocument = documentOf({
  pluginId: 'runbooks',
  title: 'Pilothouse runbooks',
  description:
    'The index of all runbooks, read from the Markdown behind TechDocs. Every asker is told of the entities that the catalog shows to that asker.',
  paths: {
    '/v1/runbooks': {
      get: {
        operationId: 'listRunbooks',
        summary: 'Runbooks, those that want a look first',
        schema: 'RunbookList',
        parameters: [
          parameter(
            'entityRef',
            'Runbooks for this service: of its own documentation, or that name it, or all',
            { example: 'component:default/order-api' },
          ),
          parameter('alert', 'Name of an alert', { example: 'HighErrorRate' }),
          parameter('kind', 'What the runbook is for', {
            schema: { type: 'string', enum: runbookKindSchema.options },
            example: 'incident',
          }),
          parameter('owner', 'Reference of the owner of the documentation', {
            example: 'group:default/ops',
          }),
          parameter(
            'text',
            'Words, all of which are in a page or in what its front matter says',
            { example: 'redis memory' },
          ),
        ],
      },
    },
    '/v1/runbooks/page': {
      get: {
        operationId: 'getRunbook',
        summary: 'The Markdown of a runbook',
        schema: 'RunbookText',
        parameters: [
          parameter('id', 'Of a runbook', {
            required: true,
            example: RUNBOOK.id,
          }),
          parameter(
            'language',
            'Of the page; another one where there is none',
            { example: 'zh' },
          ),
        ],
      },
    },
    '/v1/documents': {
      get: {
        operationId: 'listDocuments',
        summary: 'Pages with their text, for the search index of the portal',
        schema: 'RunbookDocumentList',
        parameters: [
          parameter('after', 'Where the last answer ended: its next'),
        ],
      },
    },
  },
  answers: {
    RunbookList: runbookListSchema,
    RunbookText: runbookTextSchema,
    RunbookDocumentList: runbookDocumentListSchema,
  },
  examples: {
    RunbookList: {
      runbooks: [RUNBOOK],
      problems: [],
      indexedAt: '2026-11-21T08:00:00.000Z',
      now: '2026-11-21T08:00:20.000Z',
    },
    RunbookText: {
      runbook: RUNBOOK,
      language: 'en',
      markdown: '# Redis is full\n\n- [ ] Which keys grow?\n',
    },
    RunbookDocumentList: {
      documents: [
        { runbook: RUNBOOK, page: RUNBOOK.pages[0], text: '# Redis is full' },
      ],
    },
  },
});
