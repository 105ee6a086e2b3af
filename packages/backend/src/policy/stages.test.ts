import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  type PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  releaseStageResourceRef,
  releaseStageRules,
  type ReleaseStage,
} from '@pilothouse/plugin-release-node';
import { person } from './__testUtils__/person';
import { PilothousePolicy } from './PilothousePolicy';

const policy = new PilothousePolicy({
  restrictedSystems: ['payment'],
  restrictedOwners: ['group:default/team-payment'],
});
const satisfies = createConditionAuthorizer(Object.values(releaseStageRules));

const stage = (environment: string): ReleaseStage => ({
  entityRef: 'component:default/order-api',
  environment,
  protected: environment === 'prod',
  owners: ['group:default/team-order'],
});

const onStage = (name: string) =>
  createPermission({
    name,
    attributes: { action: 'update' },
    resourceType: releaseStageResourceRef.resourceType,
  });

async function may(
  user: PolicyQueryUser | undefined,
  permission: Permission,
  environment = 'prod',
): Promise<boolean> {
  const decision = await policy.handle({ permission }, user);
  return satisfies(decision, stage(environment));
}

const OWN = [
  ...['create', 'promote', 'pause', 'abort', 'approve'].map(
    action => `release.rollout.${action}`,
  ),
  ...['scale', 'restart', 'pause', 'rollback', 'delete-pod', 'adopt'].map(
    action => `release.workload.${action}`,
  ),
  // Decided on a group, which owns itself.
  'release.namespace.ensure',
  'release.manifests.apply',
];

describe('who ships', () => {
  const owner = person('team-order');
  const others = [person('team-payment'), person(), undefined];
  const ops = person('ops');

  it.each(OWN)('%s: its owners and ops, in every environment', async name => {
    for (const environment of ['dev', 'prod']) {
      expect(await may(owner, onStage(name), environment)).toBe(true);
      expect(await may(ops, onStage(name), environment)).toBe(true);
      for (const other of others) {
        expect(await may(other, onStage(name), environment)).toBe(false);
      }
    }
  });

  it('lets only ops override what holds for all, and freeze', async () => {
    const freeze = createPermission({
      name: 'release.freeze.manage',
      attributes: { action: 'update' },
    });
    for (const permission of [onStage('release.policy.override'), freeze]) {
      expect(await may(ops, permission)).toBe(true);
      for (const other of [owner, ...others]) {
        expect(await may(other, permission)).toBe(false);
      }
    }
  });
});
