import type { FakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import * as z from 'zod';
import { createCompany } from '../__testUtils__/company';
import { event } from '../__testUtils__/objects';
import { component, ORDER, startRelease } from '../__testUtils__/startRelease';
import { openApiDocument } from './openApiDocument';

const ONE = '/v1/workloads/{environment}/{cluster}/{namespace}/{name}';
const OK = '200';

/** Judges by the published document alone, as somebody else's client would. */
function schemaOf(media: unknown): z.ZodType {
  const { components } = openApiDocument();
  const { schema } = z.object({ schema: z.looseObject({}) }).parse(media);
  const local = JSON.parse(
    JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    ),
  );
  return z.fromJSONSchema(local);
}

type Method = 'get' | 'post';

const contents = z.object({ content: z.record(z.string(), z.unknown()) });

function operationOf(method: Method, path: string) {
  const operation = openApiDocument().paths[path]?.[method];
  if (!operation) throw new Error(`There is no ${method} ${path}`);
  return operation;
}

function contentOf(
  path: string,
  status: string,
  method: Method = 'get',
): [string, unknown] {
  const { responses } = operationOf(method, path);
  const response = z.record(z.string(), contents).parse(responses)[status];
  const [content] = Object.entries(response.content);
  return content;
}

/** All operations: `['get', '/v1/fleet', '200']`. */
const operations = Object.entries(openApiDocument().paths).flatMap(
  ([path, methods]) =>
    (['get', 'post'] as const)
      .filter(method => methods[method])
      .map((method): [Method, string, string] => {
        const { responses } = operationOf(method, path);
        const [ok = ''] = Object.keys(responses).filter(status =>
          status.startsWith('2'),
        );
        return [method, path, ok];
      }),
);

describe('the OpenAPI document', () => {
  let clusters: FakeClusters;
  let release: Awaited<ReturnType<typeof startRelease>>;

  beforeAll(async () => {
    clusters = createCompany();
    clusters
      .cluster('prod-beijing')
      .put('events', event({ kind: 'Deployment', name: 'order-api' }));
    clusters.cluster('prod-shanghai').setHealth({ status: 'unreachable' });
    release = await startRelease({
      clusters,
      entities: [component('order-api')],
    });
  });

  afterAll(() => release.stop());

  it('is served, and complete in itself', async () => {
    const { body } = await release.get('openapi.json').expect(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
    const text = JSON.stringify(body);
    const names = Object.keys(body.components.schemas);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(names).toContain(name);
    }
    expect(text).not.toContain('"$id"');
  });

  it.each(operations)('has examples of %s %s that fit', (method, path, ok) => {
    const media = [contentOf(path, ok, method)[1]];
    const { requestBody } = operationOf(method, path);
    if (method === 'post') {
      const [sent] = Object.values(contents.parse(requestBody).content);
      media.push(sent);
    }
    for (const each of media) {
      const { example } = z.object({ example: z.unknown() }).parse(each);
      expect(example).toBeDefined();
      expect(schemaOf(each).safeParse(example).error).toBeUndefined();
    }
  });

  // Answers of what needs a rollout, or changes something, are checked by the client in their own tests.
  const questions = operations
    .filter(([method, path]) => method === 'get' && !path.includes('rolloutId'))
    .map(([, path]) => path);

  it.each(questions)('describes what is answered on %s', async path => {
    const place = path
      .replace(ONE, '/v1/workloads/prod/prod-beijing/order/order-api')
      .replace('{pod}', 'order-api-0')
      .replace(/^\/v1\//, '');
    const known = new Map([
      ['entityRef', ORDER],
      ['workloadId', 'prod/prod-beijing/order/order-api'],
    ]);
    // What is not in the document is refused.
    const query = new URLSearchParams(
      operationOf('get', path).parameters.flatMap(({ name, in: where }) => {
        const value = where === 'query' ? known.get(name) : undefined;
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const answer = await release.get(`${place}?${query}`).expect(200);
    const [type, media] = contentOf(path, OK);
    expect(answer.headers['content-type']).toMatch(type);
    const answers = type.endsWith('ndjson')
      ? answer.text
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line))
      : [answer.body];
    for (const body of answers) {
      expect(schemaOf(media).safeParse(body).error).toBeUndefined();
    }
  });

  it('tells another shape from its own', () => {
    const [, media] = contentOf('/v1/workloads', OK);
    expect(schemaOf(media).safeParse({ workloads: [{}] }).success).toBe(false);
  });

  it('describes refusals', async () => {
    for (const [path, status] of [
      ['/v1/workloads', '400'],
      [ONE, '404'],
    ]) {
      const query = status === '404' ? '?entityRef=component:default/none' : '';
      const place = path
        .replace(ONE, '/v1/workloads/prod/prod-beijing/order/order-api')
        .replace(/^\/v1\//, '');
      const { body } = await release
        .get(`${place}${query}`)
        .expect(Number(status));
      const [, media] = contentOf(path, status);
      expect(schemaOf(media).safeParse(body).error).toBeUndefined();
    }
  });
});
