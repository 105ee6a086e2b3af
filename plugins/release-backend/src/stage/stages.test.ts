import { companyPerTest } from '../__testUtils__/companyPerTest';
import { component, ORDER } from '../__testUtils__/startRelease';
import type { Entity } from '@backstage/catalog-model';
import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';

const company = companyPerTest();

describe('stages', () => {
  it('are decided on by who owns the entity, and in which environment it is', async () => {
    const team: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'team-order' },
      spec: { type: 'team', children: [] },
    };
    await company.start({ entities: [component('order-api'), team] });
    const ask = (resourceRef: string, rule: string, params: object) => ({
      id: `${resourceRef} ${rule} ${JSON.stringify(params)}`,
      resourceRef,
      resourceType: 'release-stage',
      conditions: { rule, resourceType: 'release-stage', params },
    });
    const owner = { claims: ['group:default/team-order'] };
    const items = [
      ask(`${ORDER}@prod`, 'IS_OWNER', owner),
      ask(`${ORDER}@prod`, 'IS_OWNER', { claims: ['group:default/x'] }),
      ask(`${ORDER}@prod`, 'IN_ENVIRONMENT', { protected: true }),
      ask(`${ORDER}@dev`, 'IN_ENVIRONMENT', { protected: true }),
      ask(`${ORDER}@qa`, 'IS_OWNER', owner),
      // What is not there yet is decided on the group that it will belong to.
      ask('group:default/team-order@dev', 'IS_OWNER', owner),
      ask('group:default/team-order@dev', 'IS_OWNER', {
        claims: ['group:default/x'],
      }),
      ask('component:default/none@prod', 'IS_OWNER', owner),
      ask('nonsense', 'IS_OWNER', owner),
    ];
    const { body } = await request(company.release.server)
      .post('/api/release/.well-known/backstage/permissions/apply-conditions')
      .set(
        'Authorization',
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service('plugin:permission'),
          targetPluginId: 'release',
        }),
      )
      .send({ items })
      .expect(200);
    expect(body.items.map(({ result }: { result: string }) => result)).toEqual([
      'ALLOW',
      'DENY',
      'ALLOW',
      'DENY',
      'DENY',
      'ALLOW',
      'DENY',
      'DENY',
      'DENY',
    ]);
  });

  it('tell what the reader may begin, and under which policy', async () => {
    const who = 'user:default/li.wei';
    await company.start({
      entities: [
        component('order-api', {
          annotations: {
            'backstage.io/kubernetes-id': 'order-api',
            'pilothouse.io/release-policy': 'bake=30m',
          },
        }),
      ],
      release: { policies: { prod: { minimum: { bake: '12h' } } } },
      denied: new Set([`${who} release.workload.scale ${ORDER}@prod`]),
    });
    const { body } = await company.release
      .get(`stages?entityRef=${ORDER}`, who)
      .expect(200);
    expect(body.managesFreezes).toBe(true);
    expect(body.stages).toMatchObject([
      {
        environment: 'dev',
        workloads: ['order-api'],
        policy: { policy: { bakeMs: 30 * 60_000, gate: 'automatic' } },
        actions: { scale: { allowed: true } },
      },
      {
        environment: 'prod',
        protected: true,
        policy: { policy: { bakeMs: 12 * 3_600_000, gate: 'approval' } },
        actions: {
          'create-rollout': { allowed: true },
          scale: {
            allowed: false,
            why: {
              code: 'no-permission',
              params: { permission: 'release.workload.scale' },
            },
          },
        },
      },
    ]);
  });
});
