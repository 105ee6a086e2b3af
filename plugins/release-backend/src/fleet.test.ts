import type { FakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { fleetSchema, type Fleet } from '@pilothouse/plugin-release-common';
import { eventually } from './__testUtils__/eventually';
import { createCompany } from './__testUtils__/company';
import { deployment } from './__testUtils__/objects';
import { EntityViews } from './services/EntityViews';
import { component, startRelease } from './__testUtils__/startRelease';

const MINUTE = 60_000;

describe('the fleet', () => {
  let clusters: FakeClusters;
  let release: Awaited<ReturnType<typeof startRelease>>;
  const denied = new Set<string>();
  let elapsed = 0;

  beforeEach(async () => {
    denied.clear();
    elapsed = 0;
    const start = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => start + elapsed);
    clusters = createCompany();
    release = await startRelease({
      clusters,
      denied,
      entities: [
        component('order-api', { title: 'Orders' }),
        component('payment-api', { owner: 'team-payment' }),
        component('idle', { owner: 'team-payment' }),
        component('plain', { annotations: {} }),
      ],
    });
  });

  afterEach(async () => {
    await release.stop();
    jest.restoreAllMocks();
  });

  async function ask(query = '', user?: string): Promise<Fleet> {
    const { body } = await release.get(`fleet${query}`, user).expect(200);
    return fleetSchema.parse(body);
  }
  const refs = ({ services }: Fleet) =>
    services.map(({ entityRef }) => entityRef.split('/')[1]);

  it('has every service that names its objects, with a cell per place', async () => {
    const fleet = await ask();
    expect(fleet.complete).toBe(true);
    expect(refs(fleet).sort()).toEqual(['idle', 'order-api', 'payment-api']);
    const order = fleet.services.find(({ title }) => title === 'Orders');
    expect(order).toMatchObject({
      owner: 'group:default/team-order',
      system: 'system:default/order',
      mine: true,
    });
    expect(
      order?.cells.map(
        ({ environment, cluster, version, canaryVersion, drift }) =>
          [environment, cluster, version, canaryVersion, drift].join(' '),
      ),
    ).toEqual([
      'dev dev 1.4.0  false',
      'prod prod-beijing 1.4.0 1.4.1 true',
      'prod prod-shanghai 1.3.0  true',
    ]);
    expect(refs(await ask('?owned=true'))).toEqual(['order-api']);
  });

  it('leaves out what the reader may not read', async () => {
    const who = 'user:default/other';
    denied.add(`${who} release.workload.read component:default/payment-api`);
    expect(refs(await ask('', who)).sort()).toEqual(['idle', 'order-api']);
  });

  it('tells who asks again only what changed', async () => {
    const first = await ask();
    const nothing = await ask(`?since=${first.cursor}`);
    expect(nothing).toMatchObject({
      complete: false,
      services: [],
      removed: [],
    });
    const cluster = clusters.cluster('prod-beijing');
    cluster.put(
      'deployments',
      deployment({ name: 'payment-api', namespace: 'payment', replicas: 7 }),
    );
    const second = await ask(`?since=${nothing.cursor}`);
    // It is not granted to the owner of order-api, so it is nobody else's news.
    expect(refs(second)).toEqual(['payment-api']);
    expect(second.services[0].cells[0].desired).toBe(7);
    expect(refs(await ask(`?since=${second.cursor}`))).toEqual([]);
    // A change that shows nowhere is no news.
    cluster.relist('deployments');
    expect(refs(await ask(`?since=${second.cursor}`))).toEqual([]);
  });

  it.each(['x.all.1', 'x.owned.1'])(
    'tells all for a cursor that it cannot continue: %p',
    async cursor => {
      expect(await ask(`?since=${cursor}`)).toMatchObject({ complete: true });
      const { cursor: owned } = await ask('?owned=true');
      expect(await ask(`?since=${owned}`)).toMatchObject({ complete: true });
    },
  );

  it('follows the catalog, half a minute behind', async () => {
    const { cursor } = await ask();
    release.catalog.queryEntities = jest.fn(async () => ({
      items: [component('order-api', { owner: 'team-payment' })],
      totalItems: 1,
      pageInfo: {},
    }));
    expect(refs(await ask(`?since=${cursor}`))).toEqual([]);
    elapsed = MINUTE;
    const later = await ask(`?since=${cursor}`);
    expect(later.removed?.sort()).toEqual([
      'component:default/idle',
      'component:default/payment-api',
    ]);
    expect(later.services).toMatchObject(
      [{ mine: false, cells: [{}, {}, {}] }].map(() => ({
        entityRef: 'component:default/order-api',
        mine: false,
      })),
    );
  });

  it('tells a cluster that refuses us from one that is silent', async () => {
    clusters.cluster('dev').setHealth({
      status: 'unauthorized',
      since: Date.now() - 5_000,
      lastContactAt: Date.now(),
    });
    const fleet = await ask();
    const order = fleet.services.find(({ title }) => title === 'Orders');
    expect(order?.cells[0]).toMatchObject({
      state: 'unknown',
      reason: { code: 'refused', params: { cluster: 'dev', seconds: 5 } },
    });
  });

  it('says when a list was cut, and counts the silence of a cluster', async () => {
    release.catalog.queryEntities = jest.fn(async () => ({
      items: [component('order-api')],
      totalItems: 7_000,
      pageInfo: {},
    }));
    clusters.cluster('dev').setHealth({
      status: 'unreachable',
      lastContactAt: Date.now() - 5_000,
    });
    const fleet = await ask();
    expect(fleet.problems).toEqual([
      { code: 'cut', params: { shown: 1, total: 7_000 } },
    ]);
    expect(fleet.services[0].cells[0]).toMatchObject({
      state: 'unknown',
      reason: { code: 'no-answer', params: { cluster: 'dev', seconds: 5 } },
    });
  });

  it('signals how clusters stand, though no row says otherwise', async () => {
    release.catalog.queryEntities = jest.fn(async () => ({
      items: [component('idle')],
      totalItems: 1,
      pageInfo: {},
    }));
    const { cursor } = await ask();
    clusters.cluster('dev').setHealth({ status: 'unreachable' });
    await eventually(() =>
      expect(release.published).toMatchObject([{ channel: 'release:fleet' }]),
    );
    const later = await ask(`?since=${cursor}`);
    expect(later.services).toEqual([]);
    expect(later.clusters[0]).toMatchObject({ status: 'unreachable' });
    // A contact more is no news.
    clusters.cluster('dev').setHealth({ status: 'unreachable' });
    clusters.cluster('prod-shanghai').setHealth({ status: 'unreachable' });
    await eventually(() => expect(release.published).toHaveLength(2));
  });

  it('is not made for who does not look any more', async () => {
    await ask();
    elapsed = MINUTE + 1;
    const views = jest.spyOn(EntityViews.prototype, 'get');
    clusters
      .cluster('dev')
      .put('deployments', deployment({ name: 'order-api', replicas: 9 }));
    await ask('', 'user:default/other');
    const asked = views.mock.calls.length;
    clusters
      .cluster('dev')
      .put('deployments', deployment({ name: 'order-api', replicas: 8 }));
    await eventually(() => expect(release.published).not.toHaveLength(0));
    // Three services of the one who looks.
    expect(views.mock.calls.length - asked).toBe(3);
    expect(release.published).toMatchObject([
      { recipients: { entityRef: ['user:default/other'] } },
    ]);
  });

  it('is told whole by another replica, which then goes on', async () => {
    const { cursor } = await ask();
    const other = await startRelease({
      clusters,
      entities: [component('order-api')],
    });
    const get = async (since: string) =>
      fleetSchema.parse((await other.get(`fleet?since=${since}`)).body);
    const whole = await get(cursor);
    expect(whole).toMatchObject({ complete: true });
    expect(refs(whole)).toEqual(['order-api']);
    expect(await get(whole.cursor)).toMatchObject({
      complete: false,
      services: [],
    });
    expect(await ask(`?since=${whole.cursor}`)).toMatchObject({
      complete: true,
    });
    await other.stop();
  });

  it('signals its changes to those in whose list they are, and those of an entity to who looks', async () => {
    const other = 'user:default/other';
    denied.add(`${other} release.workload.read component:default/order-api`);
    await ask();
    await ask('', other);
    await release.get('workloads?entityRef=component:default/order-api');
    expect(release.published).toEqual([]);
    const cluster = clusters.cluster('prod-beijing');
    cluster.put('deployments', deployment({ name: 'order-api', replicas: 8 }));
    // At once to who looks at the entity.
    expect(release.published).toMatchObject([
      {
        channel: 'release:component:default/order-api',
        recipients: { type: 'user', entityRef: ['user:default/mock'] },
      },
    ]);
    const [, fleet] = await eventually(() => {
      expect(release.published).toHaveLength(2);
      return release.published;
    });
    expect(fleet).toMatchObject({
      channel: 'release:fleet',
      recipients: { type: 'user', entityRef: ['user:default/mock'] },
    });
    expect(JSON.stringify(release.published)).not.toMatch(
      /namespace|order-api-0/,
    );
  });
});
