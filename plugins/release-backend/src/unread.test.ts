import {
  fleetSchema,
  workloadConfigSchema,
  workloadListSchema,
} from '@pilothouse/plugin-release-common';
import { companyPerTest } from './__testUtils__/companyPerTest';
import { eventually } from './__testUtils__/eventually';
import { ORDER } from './__testUtils__/startRelease';
import { withhold } from './__testUtils__/withhold';

const SHANGHAI = 'workloads/prod/prod-shanghai/order/order-api';
const DETAILS = ['', '/pods', '/revisions', '/events', '/config'];

const company = companyPerTest();
const shanghai = () => company.clusters.cluster('prod-shanghai');

async function listed() {
  const { body } = await company.release
    .get(`workloads?entityRef=${ORDER}`)
    .expect(200);
  const { workloads, problems } = workloadListSchema.parse(body);
  return {
    clusters: workloads.map(({ target }) => target.cluster),
    problems,
  };
}

const ask = (path: string) => company.release.get(`${path}?entityRef=${ORDER}`);

const NOT_READ = { code: 'not-read', params: { cluster: 'prod-shanghai' } };

describe('a cluster that has not told what runs on it', () => {
  it.each(['deployments', 'namespaces'] as const)(
    'is not called empty without its %s',
    async kind => {
      const tell = withhold(shanghai(), kind);
      await company.start();
      expect(await listed()).toEqual({
        clusters: ['dev', 'prod-beijing'],
        problems: [NOT_READ],
      });
      for (const detail of [...DETAILS, '/pods/order-api-0/logs']) {
        const { body } = await ask(`${SHANGHAI}${detail}`).expect(503);
        expect(body.error.message).toBe(
          `prod-shanghai has not told its ${kind}; it may be silent, or slow: try again`,
        );
      }
      const { published } = company.release;
      // Opening the clusters was told, too.
      published.length = 0;
      tell();
      await eventually(() =>
        expect(published).toMatchObject([{ channel: `release:${ORDER}` }]),
      );
      expect(await listed()).toEqual({
        clusters: ['dev', 'prod-beijing', 'prod-shanghai'],
        problems: [],
      });
      for (const detail of DETAILS) {
        await ask(`${SHANGHAI}${detail}`).expect(200);
      }
    },
  );

  it.each([
    ['live', 503],
    // Then that it is silent is said, and what was so last may be seen.
    ['stale', 200],
    ['unreachable', 200],
  ] as const)(
    'does not pass off as what is what it has stopped telling of, being %s',
    async (status, answer) => {
      await company.start();
      const events = `${SHANGHAI}/events`;
      shanghai().setState('events', 'behind');
      shanghai().setState('services', 'behind');
      await ask(events).expect(200);
      const minuteAgo = Date.now() - 60_000;
      shanghai().setState('events', 'behind', minuteAgo);
      shanghai().setState('services', 'behind', minuteAgo);
      shanghai().setHealth({ status });
      await ask(events).expect(answer);
      const { body } = await ask(`${SHANGHAI}/config`).expect(200);
      const { findings } = workloadConfigSchema.parse(body);
      const unread = {
        code: 'not-read',
        params: { cluster: 'prod-shanghai', resource: 'services' },
      };
      expect(findings.filter(({ code }) => code === 'not-read')).toEqual(
        answer === 503 ? [unread] : [],
      );
      shanghai().setState('events', 'current');
      await ask(events).expect(200);
    },
  );

  it('hides nothing else, and does not turn what cannot be there into a maybe', async () => {
    withhold(shanghai(), 'deployments');
    await company.start();
    await ask('workloads/prod/prod-beijing/order/order-api').expect(200);
    for (const id of [
      'prod/prod-beijing/order/other',
      'dev/prod-shanghai/order/order-api',
      'prod/spare/order/order-api',
    ]) {
      const { status } = await ask(`workloads/${id}`);
      expect([id, status]).toEqual([id, 404]);
    }
  });

  it('is told from one that the portal may not read', async () => {
    withhold(shanghai(), 'deployments');
    shanghai().setHealth({
      forbidden: [{ verb: 'list', resource: 'deployments' }],
    });
    await company.start();
    const params = {
      cluster: 'prod-shanghai',
      verb: 'list',
      resource: 'deployments',
    };
    expect((await listed()).problems).toEqual([{ code: 'forbidden', params }]);
    const { body } = await ask(SHANGHAI).expect(503);
    expect(body.error.message).toMatch(
      /the portal may not list deployments there$/,
    );
  });

  it('is told by the fleet', async () => {
    const tell = withhold(shanghai(), 'deployments');
    await company.start();
    const get = async () =>
      fleetSchema.parse((await company.release.get('fleet')).body);
    expect((await get()).problems).toEqual([NOT_READ]);
    tell();
    expect((await get()).problems).toEqual([]);
  });

  it.each(['namespaces', 'deployments', 'replicasets', 'pods'])(
    'says of a workload that the portal may not read %s any more',
    async resource => {
      await company.start();
      shanghai().setHealth({ forbidden: [{ verb: 'watch', resource }] });
      const { body } = await ask(SHANGHAI).expect(200);
      expect(body.reasons).toEqual([
        {
          code: 'forbidden',
          params: { cluster: 'prod-shanghai', verb: 'watch', resource },
        },
      ]);
    },
  );

  it('shows what runs without its pods, but calls no list of pods empty', async () => {
    withhold(shanghai(), 'pods');
    await company.start();
    expect((await listed()).problems).toEqual([]);
    const reasons = async () => (await ask(SHANGHAI).expect(200)).body.reasons;
    // A rollout that was complete once is healthy, whatever its pods do.
    expect(await reasons()).toEqual([
      {
        code: 'not-read',
        params: { cluster: 'prod-shanghai', resource: 'pods' },
      },
    ]);
    shanghai().setHealth({ status: 'unreachable' });
    expect(await reasons()).toMatchObject([{ code: 'no-answer' }]);
    shanghai().setHealth({ status: 'live' });
    await ask(`${SHANGHAI}/revisions`).expect(200);
    for (const path of ['pods', 'pods/order-api-0/logs']) {
      const { body } = await ask(`${SHANGHAI}/${path}`).expect(503);
      expect(body.error.message).toMatch(
        /^prod-shanghai has not told its pods/,
      );
    }
  });
});
