import { answer, FakeApi, status } from '../__testUtils__/FakeApi';
import { createClusters } from '../testUtils';
import { ThrottledError } from '../connection/ThrottledError';
import type { Cluster, DeleteOptions, WriteAccess } from '../types';
import { DEPLOYMENT, POD } from './kinds';

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
    timings: { writeTimeoutMs: 1_000 },
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

it('applies only to what was seen, if it is asked to', async () => {
  api.handle = (_, response) =>
    answer(response, 409, status(409, { reason: 'Conflict' }));
  const { uid, resourceVersion } = SEEN;
  const precondition = { uid, resourceVersion };
  expect(await apply({ precondition })).toEqual({
    outcome: 'conflict',
    reason: 'changed',
    message: 'This is a 409',
    managers: [],
  });
  expect(JSON.parse(api.received[0].body).metadata).toEqual({
    namespace: 'order',
    name: 'shop',
    ...precondition,
  });
});

it('creates what is not there, and says when it is', async () => {
  api.handle = (_, response) => answer(response, 201, { spec: {} });
  const create = (options = {}) =>
    cluster.create(DEPLOYMENT, OBJECT, { ...OPTIONS, ...options });
  expect(await create({ dryRun: true, fieldValidation: 'Strict' })).toEqual({
    outcome: 'done',
    object: { spec: {} },
  });
  const [{ method, path, query, body, contentType }] = api.received;
  expect([method, path]).toEqual(['POST', PATH.slice(0, -'/shop'.length)]);
  expect(contentType).toBe('application/json');
  expect(Object.fromEntries(query)).toEqual({
    fieldManager: 'pilothouse',
    dryRun: 'All',
    fieldValidation: 'Strict',
  });
  expect(JSON.parse(body)).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    ...OBJECT,
  });
  api.handle = (_, response) =>
    answer(response, 409, status(409, { reason: 'AlreadyExists' }));
  expect(await create()).toMatchObject({
    outcome: 'conflict',
    reason: 'exists',
  });
});

it('deletes what was seen', async () => {
  api.handle = (_, response) => answer(response, 200, { metadata: {} });
  const remove = (options?: DeleteOptions) =>
    cluster.delete(POD, { ...SEEN, name: 'shop-1' }, options);
  expect(await remove({ gracePeriodSeconds: 0, dryRun: true })).toEqual({
    outcome: 'done',
    object: undefined,
  });
  const [{ method, path, body }] = api.received;
  expect([method, path]).toEqual([
    'DELETE',
    '/api/v1/namespaces/order/pods/shop-1',
  ]);
  const preconditions = { uid: 'uid-1', resourceVersion: '7' };
  const kind = { apiVersion: 'v1', kind: 'DeleteOptions' };
  expect(JSON.parse(body)).toEqual({
    ...kind,
    preconditions,
    gracePeriodSeconds: 0,
    dryRun: ['All'],
  });
  api.handle = (_, response) => answer(response, 409, status(409));
  expect(await remove()).toMatchObject({
    outcome: 'conflict',
    reason: 'changed',
  });
  expect(JSON.parse(api.received[1].body)).toEqual({ ...kind, preconditions });
  api.handle = (_, response) => answer(response, 404, status(404));
  await expect(remove()).rejects.toMatchObject({ name: 'NotFoundError' });
});

it('reads what is there, whole', async () => {
  const whole = { metadata: { managedFields: [{ manager: 'x' }] }, spec: {} };
  api.handle = (_, response) => answer(response, 200, whole);
  const read = () => cluster.read(DEPLOYMENT, SEEN);
  expect(await read()).toEqual(whole);
  expect(api.received[0]).toMatchObject({ method: 'GET', path: PATH });
  api.handle = (_, response) => answer(response, 200, []);
  await expect(read()).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
  api.handle = (_, response) => answer(response, 403, status(403));
  await expect(read()).rejects.toMatchObject({
    name: 'NotAllowedError',
    message: expect.stringContaining('could not read Deployment shop'),
  });
  api.handle = () => {};
  await expect(read()).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
});

it('reads all of a kind, page by page, as far as it is wanted', async () => {
  const of = (name: string) => ({ metadata: { namespace: 'order', name } });
  api.handle = ({ query }, response) =>
    answer(
      response,
      200,
      query.has('continue')
        ? { metadata: { resourceVersion: '9' }, items: [of('c')] }
        : {
            metadata: { resourceVersion: '9', continue: 'more' },
            items: [of('a'), of('b')],
          },
    );
  const names = await cluster.readAll(DEPLOYMENT, object => {
    const { metadata } = object as ReturnType<typeof of>;
    return metadata.name === 'b' ? undefined : { metadata };
  });
  expect(names).toEqual([of('a'), of('c')]);
  expect(api.received.map(({ method, path }) => [method, path])).toEqual([
    ['GET', '/apis/apps/v1/deployments'],
    ['GET', '/apis/apps/v1/deployments'],
  ]);
  const all = () => cluster.readAll(DEPLOYMENT, () => undefined);
  api.handle = (_, response) => answer(response, 403, status(403));
  await expect(all()).rejects.toMatchObject({
    name: 'NotAllowedError',
    message: expect.stringContaining('could not list deployments'),
  });
  api.handle = (_, response) => answer(response, 404, status(404));
  await expect(all()).rejects.toMatchObject({ name: 'NotFoundError' });
  api.handle = () => {};
  await expect(all()).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
});

it('says how long a cluster wants to be left alone', async () => {
  api.handle = (_, response) =>
    answer(response, 429, status(429), { 'retry-after': '7' });
  const error = await apply().catch(thrown => thrown);
  expect(error).toBeInstanceOf(ThrottledError);
  expect(error).toMatchObject({
    name: 'ServiceUnavailableError',
    retryAfterMs: 7_000,
  });
});

it('asks once what it may do, and again later', async () => {
  const reviews: unknown[] = [];
  let allowed = true;
  api.review = ({ body }, response) => {
    reviews.push(JSON.parse(body).spec.resourceAttributes);
    answer(response, 201, { status: { allowed } });
  };
  const scale: WriteAccess = {
    namespace: 'order',
    verb: 'patch',
    group: 'apps',
    resource: 'deployments',
    subresource: 'scale',
  };
  const ask = () => cluster.mayWrite(scale);
  expect(await Promise.all([ask(), ask()])).toEqual([true, true]);
  expect(reviews).toEqual([scale]);
  allowed = false;
  expect(await ask()).toBe(true);
  expect(await cluster.mayWrite({ ...scale, namespace: 'shop' })).toBe(false);
  jest.useFakeTimers({ now: Date.now() + 11_000, advanceTimers: true });
  expect(await ask()).toBe(false);
  jest.useRealTimers();

  api.review = (_, response) => answer(response, 500, status(500));
  const other = { ...scale, namespace: 'other' };
  await expect(cluster.mayWrite(other)).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
  // What is not known is asked again.
  api.review = (_, response) =>
    answer(response, 201, { status: { allowed: true } });
  expect(await cluster.mayWrite(other)).toBe(true);
  const giveUp = AbortSignal.abort();
  await expect(
    cluster.mayWrite({ ...other, verb: 'create' }, { signal: giveUp }),
  ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
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
    reason: 'owned',
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
    message: expect.stringContaining('no answer within 1 s'),
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
    apply({ precondition: { uid: 'uid-1', resourceVersion: '' } }),
    cluster.create(DEPLOYMENT, { metadata: { namespace: 'order' } }, OPTIONS),
    cluster.create(DEPLOYMENT, { metadata: { name: 'shop' } }, OPTIONS),
    cluster.delete(POD, { ...SEEN, uid: '' }),
    cluster.delete(POD, SEEN, { gracePeriodSeconds: -1 }),
    cluster.read(DEPLOYMENT, { name: 'shop' }),
    cluster.mayWrite({
      namespace: '*',
      verb: 'patch',
      group: 'apps',
      resource: 'deployments',
    }),
  ];
  for (const write of wrong) {
    await expect(write).rejects.toMatchObject({ name: 'InputError' });
  }
  expect(api.received).toHaveLength(0);
});
