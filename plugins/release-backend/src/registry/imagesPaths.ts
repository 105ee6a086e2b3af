import {
  imageListSchema,
  imageTagSchema,
} from '@pilothouse/plugin-release-common';

/** What the OpenAPI document needs to tell of `GET /v1/images`. */
export const imagesSchemas = {
  ImageTag: imageTagSchema,
  ImageList: imageListSchema,
};

export const imagesExample = {
  repository: 'registry.yunfan.test/order/order-api',
  tags: [
    {
      tag: '1.4.2',
      digest:
        'sha256:2e02ee5e84d0d92f4c1f8d4b7b3ffb9a2a3d3a1d33a6c1b1d0a7f7ea6c3d1a55',
      pushedAt: '2026-11-21T12:24:00.000Z',
      sizeBytes: 182452224,
      platforms: ['linux/amd64', 'linux/arm64'],
    },
  ],
  total: 1,
  problems: [],
  now: '2026-11-21T12:30:00.000Z',
};

/** Beside `entityRef`, which all questions about an entity have. */
export const imagesPaths = {
  '/v1/images': {
    operationId: 'listImages',
    summary:
      'The tags of the repository that a workload runs an image of, newest first',
    schema: 'ImageList',
    parameters: [
      {
        name: 'workloadId',
        in: 'query',
        required: true,
        description:
          'The workload whose image says which repository is asked for',
        schema: { type: 'string', maxLength: 1024 },
        example: 'prod/prod-beijing/order/order-api',
      },
    ],
  },
} as const;
