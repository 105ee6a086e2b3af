import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { changeListSchema } from '@pilothouse/plugin-release-common';
import { testDatabases } from '../__testUtils__/databases';
import { serve } from '../__testUtils__/serve';
import { EntityAccess } from '../entity/EntityAccess';
import { freezeChange } from '../freeze/freezeChange';
import { Projects } from '../stage/Projects';
import { ChangeService } from './ChangeService';
import { createChangesRouter } from './createChangesRouter';
import { EntityReader } from './EntityReader';
import { Ledger } from './Ledger';

const ORDER = 'component:default/order-api';

function entity(
  ref: string,
  relations: { type: string; targetRef: string }[] = [],
): Entity {
  const [kind, name] = ref.split(':');
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name },
    relations,
  };
}

const partOf = (system: string) => ({
  type: 'partOf',
  targetRef: `system:default/${system}`,
});

/** What the reader may not read of, though it is seen. */
const UNREADABLE = 'component:default/order-secrets';
/** What the catalog keeps from the reader. */
const HIDDEN = ['component:default/payment-api', 'system:default/payment'];

const ENTITIES = [
  entity('system:order'),
  entity('component:order-api', [
    partOf('order'),
    { type: 'dependsOn', targetRef: 'component:default/stock-api' },
    { type: 'dependsOn', targetRef: 'component:default/payment-api' },
    { type: 'dependencyOf', targetRef: 'component:default/shop-web' },
    { type: 'ownedBy', targetRef: 'group:default/team-order' },
  ]),
  entity('component:order-worker', [partOf('order')]),
  entity('component:order-secrets', [partOf('order')]),
  entity('component:stock-api', [partOf('stock')]),
  entity('component:shop-web', [partOf('shop')]),
  entity('component:far-away', [partOf('stock')]),
];

const databases = testDatabases();

describe('GET /changes', () => {
  let ledger: Ledger;
  let api: ReturnType<typeof serve>;
  let authorize: jest.Mock;

  beforeEach(async () => {
    ledger = new Ledger(await databases.create('SQLITE_3'));
    const catalog = catalogServiceMock({ entities: ENTITIES });
    authorize = jest.fn(async (requests: { resourceRef?: string }[]) =>
      requests.map(({ resourceRef }) => ({
        result:
          resourceRef === UNREADABLE
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      })),
    );
    const permissions = mockServices.permissions.mock({ authorize });
    const auth = mockServices.auth();
    const projects = new Projects({
      auth,
      catalog,
      integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
      projects: { entities: [], gitlabs: [] },
    });
    api = serve(
      createChangesRouter({
        httpAuth: mockServices.httpAuth(),
        changes: new ChangeService({
          ledger,
          access: new EntityAccess({
            auth,
            catalog,
            permissions,
            projects,
            clock: Date.now,
          }),
          reader: new EntityReader({ catalog, permissions }),
        }),
      }),
    );
  });

  const restart = (name: string, more: object = {}) =>
    ledger.note({
      actor: 'user:default/li.wei',
      action: 'restart',
      entityRef: `component:default/${name}`,
      reason: name,
      outcome: 'done',
      ...more,
    });
  const freeze = (reason: string, systems?: string[]) =>
    ledger.note({
      ...freezeChange(
        'create-freeze',
        { kind: 'stop', scope: { systems }, reason },
        { actor: 'user:default/guo.tao', reason },
      ),
      outcome: 'done',
    });
  const ask = async (query: string) => {
    const { body } = await api.get(`/v1/changes?${query}`);
    expect(body.error).toBeUndefined();
    return changeListSchema.parse(body);
  };
  const reasons = async (query: string) =>
    (await ask(query)).changes.map(({ reason }) => reason);

  const everywhere = [
    'order-api',
    'order-worker',
    'order-secrets',
    'stock-api',
    'shop-web',
    'payment-api',
    'far-away',
  ];

  it('tells what the reader may read, the latest first', async () => {
    for (const name of everywhere) await restart(name);
    await freeze('all');
    await freeze('of payment', [HIDDEN[1]]);
    await freeze('of both', [HIDDEN[1], 'system:default/order']);
    expect(await reasons('')).toEqual([
      'of both',
      'all',
      'far-away',
      'shop-web',
      'stock-api',
      'order-worker',
      'order-api',
    ]);
    const { changes } = await ask('');
    // Of payment nothing is told, not even that it was frozen with others.
    expect(changes[0].after).toMatchObject({ systems: 'system:default/order' });
    expect(JSON.stringify(changes)).not.toContain('payment');
    expect(changes[2]).toMatchObject({
      actor: 'user:default/li.wei',
      action: 'restart',
      outcome: 'done',
    });
  });

  it('tells of one entity, to who may read it', async () => {
    for (const name of everywhere) await restart(name);
    await freeze('all');
    expect(await reasons(`entityRef=${ORDER}`)).toEqual(['order-api']);
    await api.get(`/v1/changes?entityRef=${UNREADABLE}`).expect(403);
    await api.get(`/v1/changes?entityRef=${HIDDEN[0]}`).expect(404);
  });

  it('tells what changed around an entity, as far as the reader may read', async () => {
    for (const name of everywhere) await restart(name);
    await freeze('all');
    await freeze('of order', ['system:default/order']);
    await freeze('of stock', ['system:default/stock']);
    await freeze('of both', [HIDDEN[1], 'system:default/order']);
    const around = await ask(`entityRef=${ORDER}&around=true`);
    expect(around.changes[0].after).toMatchObject({
      systems: 'system:default/order',
    });
    expect(around.changes.map(({ reason }) => reason)).toEqual([
      'of both',
      'of order',
      'all',
      'shop-web',
      'stock-api',
      'order-worker',
      'order-api',
    ]);
  });

  it('tells of a workload, a rollout, a system and a time', async () => {
    const target = { environment: 'prod', cluster: 'bj', namespace: 'order' };
    await restart('order-api', { target, name: 'order-api' });
    await restart('order-secrets', { target, name: 'order-api' });
    await restart('stock-api', { rolloutId: 'r1' });
    await restart('far-away', { system: 'system:default/stock' });
    await freeze('of stock', ['system:default/stock']);
    await freeze('of payment', [HIDDEN[1]]);
    expect(await reasons('workloadId=prod/bj/order/order-api')).toEqual([
      'order-api',
    ]);
    expect(await reasons('rolloutId=r1')).toEqual(['stock-api']);
    // Nobody sees that system in this catalog, only the component.
    expect(await reasons('system=system:stock')).toEqual(['far-away']);
    expect(await reasons('system=system:payment')).toEqual([]);
    expect(await reasons('until=2026-01-01T00:00:00Z')).toEqual([]);
    expect(await reasons('since=2026-01-01T08:00:00%2B08:00')).toHaveLength(3);
  });

  it('comes page by page, without what is left out', async () => {
    for (let round = 0; round < 150; round++) {
      await Promise.all(
        ['order-api', 'payment-api'].map(name => restart(name)),
      );
    }
    await restart('stock-api');
    const sequences: number[] = [];
    let cursor: string | undefined = '';
    let pages = 0;
    while (cursor !== undefined) {
      const page = await ask(`limit=40${cursor && `&cursor=${cursor}`}`);
      sequences.push(...page.changes.map(({ sequence }) => sequence));
      cursor = page.cursor;
      pages += 1;
    }
    expect(pages).toBe(4);
    expect(sequences).toHaveLength(151);
    expect(new Set(sequences).size).toBe(151);
    expect(sequences).toEqual([...sequences].sort((a, b) => b - a));
    // About each entity once for a page, however many changes it has.
    expect(authorize.mock.calls.length).toBeLessThanOrEqual(2 * pages);
  });

  it('gives up after a while for who may read nothing, and says where it is', async () => {
    await Promise.all(
      Array.from({ length: 2100 }, () => restart('payment-api')),
    );
    const { changes, cursor } = await ask('');
    expect([changes, cursor]).toEqual([[], '101']);
    expect(await ask(`cursor=${cursor}`)).toEqual({
      changes: [],
      now: expect.any(String),
    });
  });

  it.each([
    ['around=true', /around: needs entityRef/],
    ['around=maybe', /around: has to be true or false/],
    ['entityRef=../x', /entityRef: has to be one entity reference/],
    [`system=${ORDER}`, /system: has to be the reference of a system/],
    ['workloadId=a/b', /workloadId: has to be the id of a workload/],
    ['rolloutId=../x', /rolloutId: has to be the id of a rollout/],
    ['since=yesterday', /since: has to be a time with its offset/],
    ['limit=501', /limit: has to be a whole number from 1 to 500/],
    ['cursor=-1', /cursor: has to be the cursor of an answer/],
    ['cursor=1&cursor=2', /cursor: has to be the cursor of an answer/],
    ['limt=5', /limt: is not known; there are entityRef, system/],
    ['rolloutId=a%00', /rolloutId: has to be the id of a rollout/],
  ])('refuses %s', async (query, message) => {
    const { body } = await api.get(`/v1/changes?${query}`).expect(400);
    expect(body.error.message).toMatch(message);
  });
});
