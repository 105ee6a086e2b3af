import { openApiDocument as documentOf } from '@pilothouse/pilothouse-node';
import {
  linkListSchema,
  linkSubjectSchema,
} from '@pilothouse/plugin-links-common';

/** What `GET /v1/openapi.json` answers. */
export const openApiDocument = documentOf({
  pluginId: 'links',
  title: 'Pilothouse links',
  description:
    'Decides in one place which links there are for an entity, a target, a pod, a rollout or a time.',
  paths: {
    '/v1/links': {
      post: {
        operationId: 'listLinks',
        summary: 'Links for what is named',
        parameters: [],
        body: 'LinkSubject',
        schema: 'LinkList',
      },
    },
  },
  answers: { LinkList: linkListSchema },
  bodies: { LinkSubject: linkSubjectSchema },
  examples: {
    LinkSubject: {
      entityRef: 'component:default/order-api',
      target: {
        environment: 'prod',
        cluster: 'prod-beijing',
        namespace: 'order',
      },
      pod: 'order-api-65ff69f954-2k4xp',
    },
    LinkList: {
      links: [
        {
          id: 'config:grafana',
          kind: 'metrics',
          title: { en: 'Grafana', zh: 'Grafana' },
          url: 'https://grafana.yunfan.test/d/pods?var-namespace=order',
        },
      ],
      problems: [],
    },
  },
});
