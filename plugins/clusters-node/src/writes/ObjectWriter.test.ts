import { answer, FakeApi, status } from '../__testUtils__/FakeApi';
import { createClusters } from '../testUtils';
import type { Cluster, WritableKind } from '../types';

const DEPLOYMENT: WritableKind = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
};
const PATH = '/apis/apps/v1/namespaces/order/deployments/shop';
const OPTIONS = { fieldManager: 'pilothouse' };
const SEEN = {
  namespace: 'order',
  name: 'shop',
  uid: 'uid-1',
  resourceVersion: '7',
};
const OBJECT = { metadata: { namespace: 'order', name: 'shop', uid: 'uid-1' } };

let api: FakeApi;
let clusters: ReturnType<typeof createClusters>;
let cluster: Cluster;

beforeEach(async () => {
  api = await FakeApi.start();
  clusters = createClusters([{ name: 'fake', url: api.url, token: 'sesame' }], {
    timings: { writeTimeoutMs: 200 },
  });
  [cluster] = await clusters.list();
});
afterEach(async () => {
  await clusters.close();
  await api.stop();
});

const apply = (options = {}) =>
  cluster.apply(DEPLOYMENT, OBJECT, { ...OPTIONS, ...options });

it('applies with manager and precondition', async () => {
  api.handle = (_, response) => answer(response, 200, { spec: {} });
  expect(await apply({ force: true, dryRun: true })).toEqual({
    outcome: 'done',
    object: { spec: {} },
  });
  const [request] = api.received;
  expect(request).toMatchObject({
    method: 'PATCH',
    path: PATH,
    contentType: 'application/apply-patch+yaml',
  });
  expect(Object.fromEntries(request.query)).toEqual({
    fieldManager: 'pilothouse',
    force: 'true',
    dryRun: 'All',
  });
  expect(JSON.parse(request.body)).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    ...OBJECT,
  });
});

it('scales with the state that was seen', async () => {
  api.handle = (_, response) =>
    answer(response, 200, {
      metadata: { resourceVersion: '8' },
      spec: { replicas: 2 },
    });
  expect(await cluster.scale(SEEN, 2, OPTIONS)).toEqual({
    outcome: 'done',
    object: { replicas: 2, resourceVersion: '8' },
  });
  const [{ path, body, contentType }] = api.received;
  expect(path).toBe(`${PATH}/scale`);
  expect(contentType).toBe('application/merge-patch+json');
  expect(JSON.parse(body)).toEqual({
    metadata: { uid: 'uid-1', resourceVersion: '7' },
    spec: { replicas: 2 },
  });
});

it('leads a patch by tests of what was seen', async () => {
  api.handle = (_, response) => answer(response, 200, {});
  const operation = { op: 'remove', path: '/spec/paused' };
  await cluster.jsonPatch(DEPLOYMENT, SEEN, [operation], OPTIONS);
  expect(JSON.parse(api.received[0].body)).toEqual([
    { op: 'test', path: '/metadata/uid', value: 'uid-1' },
    { op: 'test', path: '/metadata/resourceVersion', value: '7' },
    operation,
  ]);
});

it('names whom it would overrule', async () => {
  api.handle = (_, response) =>
    answer(
      response,
      409,
      status(409, {
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "kubectl-edit" using apps/v1',
              field: '.spec.replicas',
            },
            {
              reason: 'FieldManagerConflict',
              message:
                'conflict with "hpa" with subresource "scale" using apps/v1',
              field: '.spec.paused',
            },
          ],
        },
      }),
    );
  expect(await apply()).toEqual({
    outcome: 'conflict',
    message: 'This is a 409',
    managers: [
      { manager: 'kubectl-edit', field: '.spec.replicas' },
      { manager: 'hpa', field: '.spec.paused' },
    ],
  });
});

it.each([500, 502, 503, 504])('does not know after a %s', async code => {
  api.handle = (_, response) => answer(response, code, status(code));
  expect(await apply()).toMatchObject({ outcome: 'unknown' });
  expect(api.received).toHaveLength(1);
});

it('does not know when no answer comes, or when it was given up', async () => {
  api.handle = () => {};
  expect(await apply()).toMatchObject({
    outcome: 'unknown',
    message: expect.stringContaining('no answer within 0.2 s'),
  });
  const giveUp = new AbortController();
  api.handle = () => giveUp.abort();
  expect(await apply({ signal: giveUp.signal })).toMatchObject({
    outcome: 'unknown',
  });
  api.handle = (_, response) => response.destroy();
  expect(await apply()).toMatchObject({ outcome: 'unknown' });
  api.handle = (_, response) => response.writeHead(200).end('{"half":');
  expect(await apply()).toMatchObject({ outcome: 'unknown' });
});

it('knows when nothing was sent', async () => {
  await api.stop();
  await expect(apply()).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining('the connection was refused'),
  });
  await expect(apply({ signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
  api = await FakeApi.start();
});

it.each([
  [302, 'ServiceUnavailableError'],
  [400, 'InputError'],
  [403, 'NotAllowedError'],
  [404, 'NotFoundError'],
  [422, 'InputError'],
  [429, 'ServiceUnavailableError'],
])(
  'throws what a %s means, in the words of the cluster',
  async (code, name) => {
    api.handle = (_, response) => answer(response, code, status(code));
    const error = await apply().catch(thrown => thrown);
    expect(error).toMatchObject({
      name,
      message: `Cluster fake: could not apply Deployment shop: This is a ${code}`,
    });
    expect(JSON.stringify(error)).not.toContain('sesame');
  },
);

it.each([
  ['7', 'uid-1', 'InputError'],
  ['8', 'uid-1', undefined],
  ['7', 'uid-2', undefined],
])(
  'tells a conflict from a mistake by version %s of %s',
  async (resourceVersion, uid, name) => {
    api.handle = ({ method }, response) =>
      method === 'PATCH'
        ? answer(response, 422, status(422))
        : answer(response, 200, { metadata: { resourceVersion, uid } });
    const outcome = await cluster
      .jsonPatch(DEPLOYMENT, SEEN, [], OPTIONS)
      .catch(error => error);
    expect(outcome).toMatchObject(name ? { name } : { outcome: 'conflict' });
  },
);

it('writes nothing without the state that was seen, or out of bounds', async () => {
  const wrong = [
    cluster.scale({ ...SEEN, uid: '' }, 1, OPTIONS),
    cluster.scale({ ...SEEN, resourceVersion: '' }, 1, OPTIONS),
    cluster.scale(SEEN, -1, OPTIONS),
    cluster.scale(SEEN, 1.5, OPTIONS),
    cluster.scale(SEEN, 1e9, OPTIONS),
    cluster.scale({ ...SEEN, namespace: '../x' }, 1, OPTIONS),
    cluster.jsonPatch(DEPLOYMENT, { ...SEEN, name: 'a/b' }, [], OPTIONS),
    cluster.apply({ ...DEPLOYMENT, apiVersion: 'a/b/v1' }, OBJECT, OPTIONS),
    cluster.apply({ ...DEPLOYMENT, plural: '../x' }, OBJECT, OPTIONS),
    cluster.apply(DEPLOYMENT, {}, OPTIONS),
  ];
  for (const write of wrong) {
    await expect(write).rejects.toMatchObject({ name: 'InputError' });
  }
  expect(api.received).toHaveLength(0);
});
