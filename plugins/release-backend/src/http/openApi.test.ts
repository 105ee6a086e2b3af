import type { FakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import * as z from 'zod';
import { createCompany } from '../__testUtils__/company';
import { event } from '../__testUtils__/objects';
import { component, ORDER, startRelease } from '../__testUtils__/startRelease';
import { openApiDocument } from './openApiDocument';

const ONE = '/v1/workloads/{environment}/{cluster}/{namespace}/{name}';
const OK = '200';

type Path = keyof ReturnType<typeof openApiDocument>['paths'];

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

function contentOf(path: string, status: string): [string, unknown] {
  const { paths } = openApiDocument();
  const { responses } = paths[path as Path].get;
  const response = z
    .record(
      z.string(),
      z.object({ content: z.record(z.string(), z.unknown()) }),
    )
    .parse(responses)[status];
  const [content] = Object.entries(response.content);
  return content;
}

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

  const paths = Object.keys(openApiDocument().paths);

  it.each(paths)('has an example of %s that fits', path => {
    const [, media] = contentOf(path, OK);
    const { example } = z.object({ example: z.unknown() }).parse(media);
    expect(example).toBeDefined();
    expect(schemaOf(media).safeParse(example).error).toBeUndefined();
  });

  it.each(paths)('describes what is answered on %s', async path => {
    const place = path
      .replace(ONE, '/v1/workloads/prod/prod-beijing/order/order-api')
      .replace('{pod}', 'order-api-0')
      .replace(/^\/v1\//, '');
    const answer = await release.get(`${place}?entityRef=${ORDER}`).expect(200);
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
