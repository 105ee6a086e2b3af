import type { Entity } from '@backstage/catalog-model';
import { permissionRules } from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
  templateDryRunPermission,
  templateManagementPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  createConditionAuthorizer,
  type PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { person } from './__testUtils__/person';
import { PilothousePolicy } from './PilothousePolicy';

const policy = new PilothousePolicy({
  restrictedSystems: ['payment'],
  restrictedOwners: ['group:default/team-payment'],
});
const satisfies = createConditionAuthorizer(Object.values(permissionRules));

function entity(
  kind: string,
  name: string,
  owner: string,
  spec: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: { owner, ...spec },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  };
}

const ORDER = entity('Component', 'order-api', 'team-order', {
  system: 'order',
});
const PAYMENT = entity('Component', 'payment-api', 'team-payment', {
  system: 'payment',
});
const PAYMENT_BY_REF = entity('API', 'payment-api', 'team-payment', {
  system: 'system:default/payment',
});
const PAYMENT_SYSTEM = entity('System', 'payment', 'team-payment');
/** Says nothing of a system, and would show the namespaces of its owner. */
const INNOCENT = entity('Component', 'innocent', 'team-payment');
const PERSON = entity('User', 'li.wei', 'nobody');

async function may(
  user: PolicyQueryUser | undefined,
  permission: Permission,
  resource?: Entity,
): Promise<boolean> {
  const decision = await policy.handle({ permission }, user);
  return satisfies(decision, resource);
}

describe('the policy of the portal', () => {
  const order = person('team-order');
  const payment = person('team-payment');
  const ops = person('ops', 'team-platform');
  const stranger = person();

  it.each([
    ['another team', order],
    ['a stranger', stranger],
  ])(
    'keeps the restricted system from %s, and nothing else',
    async (_, who) => {
      const read = catalogEntityReadPermission;
      expect(await may(who, read, ORDER)).toBe(true);
      expect(await may(who, read, PERSON)).toBe(true);
      for (const hidden of [
        PAYMENT,
        PAYMENT_BY_REF,
        PAYMENT_SYSTEM,
        INNOCENT,
      ]) {
        expect(await may(who, read, hidden)).toBe(false);
      }
    },
  );

  it.each([
    ['its owners', payment],
    ['ops', ops],
  ])('shows the restricted system to %s', async (_, who) => {
    for (const shown of [
      PAYMENT,
      PAYMENT_BY_REF,
      PAYMENT_SYSTEM,
      INNOCENT,
      ORDER,
    ]) {
      expect(await may(who, catalogEntityReadPermission, shown)).toBe(true);
    }
  });

  it('lets owners act on what is theirs, and ops on everything', async () => {
    const remove = catalogEntityDeletePermission;
    expect(await may(order, remove, ORDER)).toBe(true);
    expect(await may(payment, remove, ORDER)).toBe(false);
    expect(await may(stranger, remove, ORDER)).toBe(false);
    expect(await may(ops, remove, ORDER)).toBe(true);
    for (const permission of [
      catalogEntityCreatePermission,
      catalogLocationCreatePermission,
      catalogLocationDeletePermission,
      templateDryRunPermission,
      templateManagementPermission,
    ]) {
      expect(await may(order, permission)).toBe(false);
      expect(await may(ops, permission)).toBe(true);
    }
  });

  it('lets everybody run templates, and see and stop their own runs only', async () => {
    for (const permission of [taskCreatePermission, actionExecutePermission]) {
      expect(await may(order, permission)).toBe(true);
      expect(await may(undefined, permission)).toBe(false);
    }
    for (const permission of [taskReadPermission, taskCancelPermission]) {
      await expect(policy.handle({ permission }, order)).resolves.toMatchObject(
        {
          result: 'CONDITIONAL',
          conditions: {
            rule: 'IS_TASK_OWNER',
            params: { createdBy: [order.info.userEntityRef] },
          },
        },
      );
      await expect(policy.handle({ permission }, ops)).resolves.toEqual({
        result: 'ALLOW',
      });
    }
  });

  it('denies the proxy into clusters to everybody', async () => {
    const proxy = createPermission({
      name: 'kubernetes.proxy',
      attributes: {},
    });
    for (const who of [order, payment, ops, stranger]) {
      expect(await may(who, proxy)).toBe(false);
    }
  });

  it.each(['kubernetes.clusters.read', 'kubernetes.resources.read'])(
    'gives the stock Kubernetes tab to ops only: %s',
    async name => {
      const read = createPermission({ name, attributes: { action: 'read' } });
      expect(await may(ops, read)).toBe(true);
      for (const who of [order, payment, stranger]) {
        expect(await may(who, read)).toBe(false);
      }
    },
  );

  it('denies whoever is nobody', async () => {
    const read = catalogEntityReadPermission;
    expect(await may(undefined, read, ORDER)).toBe(false);
  });
});
