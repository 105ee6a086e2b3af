import type { RolloutSummary } from '../model/rollout';
import { RolloutClient } from './RolloutClient';

const ENTITY = 'component:default/order-api';
const ID = 'prod/prod-beijing/order/order-api';
const NOW = '2026-11-21T04:10:00.000Z';

function clientFor(answer: () => Response = () => new Response('{}')) {
  const asked: { what: string; body?: unknown }[] = [];
  const client = new RolloutClient({
    discoveryApi: { getBaseUrl: async id => `https://portal.test/api/${id}` },
    fetchApi: {
      fetch: async (input, init) => {
        const { method = 'GET', body } = init ?? {};
        const path = String(input).replace('https://portal.test', '');
        asked.push({
          what: `${method} ${path}`,
          ...(body && { body: JSON.parse(String(body)) }),
        });
        return answer();
      },
    },
  });
  return { client, asked };
}

describe('RolloutClient', () => {
  it('asks the paths of the API, with everything in its place', async () => {
    const { client, asked } = clientFor();
    const plan = { entityRef: ENTITY, environment: 'prod', version: '1.4.2' };
    const start = { ...plan, reason: 'why', fingerprint: 'f' };
    const operation = {
      entityRef: ENTITY,
      operation: { operation: 'restart', role: 'release' },
    } as const;
    await Promise.allSettled([
      client.listStages({ entityRef: ENTITY }),
      client.listImages({ entityRef: ENTITY, workloadId: ID }),
      client.planRollout(plan),
      client.startRollout(start),
      client.listRollouts({ view: 'waiting', limit: 5 }),
      client.getRollout({ rolloutId: 'r-1' }),
      client.actOnRollout({
        rolloutId: 'r-1',
        action: 'abort',
        command: { reason: 'why' },
      }),
      client.planOperation({ workloadId: ID, ...operation }),
      client.operate({
        workloadId: ID,
        ...operation,
        reason: 'why',
        fingerprint: 'f',
      }),
      client.listChanges({ entityRef: ENTITY, around: true }),
      client.listFreezes({}),
      client.createFreeze({ kind: 'stop', scope: {}, reason: 'why' }),
      client.endFreeze({ freezeId: 'f-1', reason: 'over' }),
    ]);
    const query = 'entityRef=component%3Adefault%2Forder-api';
    const place = '/api/release/v1';
    expect(asked).toEqual([
      { what: `GET ${place}/stages?${query}` },
      {
        what: `GET ${place}/images?${query}&workloadId=${encodeURIComponent(
          ID,
        )}`,
      },
      { what: `POST ${place}/rollouts/plan`, body: plan },
      { what: `POST ${place}/rollouts`, body: start },
      { what: `GET ${place}/rollouts?view=waiting&limit=5` },
      { what: `GET ${place}/rollouts/r-1` },
      { what: `POST ${place}/rollouts/r-1/abort`, body: { reason: 'why' } },
      {
        what: `POST ${place}/workloads/${ID}/operations/plan`,
        body: operation,
      },
      {
        what: `POST ${place}/workloads/${ID}/operations`,
        body: { ...operation, reason: 'why', fingerprint: 'f' },
      },
      { what: `GET ${place}/changes?${query}&around=true` },
      { what: `GET ${place}/freezes` },
      {
        what: `POST ${place}/freezes`,
        body: { kind: 'stop', scope: {}, reason: 'why' },
      },
      { what: `POST ${place}/freezes/f-1/end`, body: { reason: 'over' } },
    ]);
  });

  it.each(['../../admin', 'a/b', '', '%2e%2e', 'x'.repeat(200)])(
    'puts no id into a path that is none: "%s"',
    async id => {
      const { client, asked } = clientFor();
      expect(() => client.getRollout({ rolloutId: id })).toThrow(TypeError);
      expect(() => client.endFreeze({ freezeId: id, reason: 'x' })).toThrow(
        TypeError,
      );
      expect(asked).toEqual([]);
    },
  );

  it('gives answers as the schema has them, and no others', async () => {
    const rollouts: RolloutSummary[] = [];
    const { client } = clientFor(() =>
      Response.json({ rollouts, now: NOW, surplus: 'dropped' }),
    );
    await expect(client.listRollouts({})).resolves.toEqual({
      rollouts,
      now: NOW,
    });
    await expect(client.listFreezes({})).rejects.toMatchObject({
      name: 'UnexpectedAnswerError',
    });
  });

  it('rejects with what the backend refuses, having asked once', async () => {
    const { client, asked } = clientFor(() =>
      Response.json(
        { error: { name: 'ConflictError', message: 'frozen' } },
        { status: 409 },
      ),
    );
    await expect(
      client.actOnRollout({
        rolloutId: 'r-1',
        action: 'promote',
        command: {},
      }),
    ).rejects.toMatchObject({ statusCode: 409 });
    expect(asked).toHaveLength(1);
  });
});
