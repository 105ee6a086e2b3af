import { resources } from '../resources';
import type { Json, UserInfo } from '../types';
import { impersonate } from './impersonation';
import { Authorizer } from './rbac';
import { parseRequest } from './request-info';
import { setUpRegistry } from './__testUtils__/registry';

const ann: UserInfo = { name: 'ann', groups: ['team'] };
const RBAC = 'rbac.authorization.k8s.io';

function setUp() {
  const world = setUpRegistry();
  const { create, api } = world;
  const authorizer = new Authorizer(api);
  const role = (name: string, rule: Json, namespace?: string) =>
    create(
      namespace ? resources.roles : resources.clusterRoles,
      { name, namespace },
      {
        rules: [rule],
      },
    );
  const bind = (
    kind: string,
    name: string,
    subject: Json,
    namespace?: string,
  ) =>
    create(
      namespace ? resources.roleBindings : resources.clusterRoleBindings,
      { name, namespace },
      { roleRef: { apiGroup: RBAC, kind, name }, subjects: [subject] },
    );
  const may = (user: UserInfo, method: string, path: string) =>
    authorizer.authorize(
      user,
      parseRequest(method, new URL(path, 'https://x')),
    );
  return { ...world, authorizer, role, bind, may };
}

const user = (name: string) => ({ kind: 'User', name, apiGroup: RBAC });
const READ_PODS = {
  apiGroups: [''],
  resources: ['pods', 'pods/log'],
  verbs: ['get', 'list'],
};

describe('Authorizer', () => {
  it('allows what a role within the namespace allows, there only', () => {
    const { role, bind, may } = setUp();
    role('reader', READ_PODS, 'shop');
    bind('Role', 'reader', user('ann'), 'shop');
    expect(may(ann, 'GET', '/api/v1/namespaces/shop/pods')).toEqual({
      allowed: true,
      reason:
        'RBAC: allowed by RoleBinding "reader/shop" of Role "reader" to User "ann"',
    });
    const allowed = (method: string, path: string) =>
      may(ann, method, path).allowed;
    expect(allowed('GET', '/api/v1/namespaces/shop/pods/a/log')).toBe(true);
    expect(allowed('GET', '/api/v1/namespaces/shop/pods/a/status')).toBe(false);
    expect(allowed('GET', '/api/v1/namespaces/shop/pods?watch=1')).toBe(false);
    expect(allowed('DELETE', '/api/v1/namespaces/shop/pods/a')).toBe(false);
    expect(allowed('GET', '/api/v1/namespaces/other/pods')).toBe(false);
    expect(allowed('GET', '/api/v1/pods')).toBe(false);
    expect(allowed('GET', '/apis/apps/v1/namespaces/shop/deployments')).toBe(
      false,
    );
  });

  it('knows groups, ServiceAccounts, names, paths and wildcards', () => {
    const { role, bind, may } = setUp();
    role('one', {
      apiGroups: ['*'],
      resources: ['*/scale', 'secrets'],
      resourceNames: ['known'],
      verbs: ['*'],
    });
    bind('ClusterRole', 'one', { kind: 'Group', name: 'team', apiGroup: RBAC });
    role('paths', { nonResourceURLs: ['/healthz', '/logs/*'], verbs: ['get'] });
    bind('ClusterRole', 'paths', {
      kind: 'ServiceAccount',
      name: 'robot',
      namespace: 'shop',
    });
    const robot = { name: 'system:serviceaccount:shop:robot', groups: [] };
    const allowed = (who: UserInfo, path: string) =>
      may(who, 'GET', path).allowed;
    expect(allowed(ann, '/api/v1/namespaces/a/secrets/known')).toBe(true);
    expect(allowed(ann, '/api/v1/namespaces/a/secrets/other')).toBe(false);
    expect(allowed(ann, '/api/v1/namespaces/a/secrets')).toBe(false);
    expect(
      allowed(ann, '/apis/apps/v1/namespaces/a/deployments/known/scale'),
    ).toBe(true);
    expect(allowed(robot, '/logs/a')).toBe(true);
    expect(allowed(robot, '/metrics')).toBe(false);
    expect(
      allowed({ name: 'x', groups: ['system:masters'] }, '/api/v1/nodes'),
    ).toBe(true);
  });

  it('says when a binding leads nowhere', () => {
    const { bind, may } = setUp();
    bind('ClusterRole', 'nope', user('ann'));
    expect(may(ann, 'GET', '/api/v1/pods')).toEqual({
      allowed: false,
      reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "nope" not found',
    });
  });
});

describe('escalation', () => {
  it('keeps users from granting what they do not have', () => {
    const { api, role, bind } = setUp();
    role('reader', READ_PODS, 'shop');
    bind('Role', 'reader', user('ann'), 'shop');
    const grant = (verbs: string[]) =>
      api.create(
        resources.roles,
        {
          apiVersion: `${RBAC}/v1`,
          kind: 'Role',
          metadata: { name: 'more', namespace: 'shop' },
          rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
        } as never,
        { manager: 'test', user: ann },
      );
    expect(() => grant(['get', 'delete', 'patch'])).toThrow(
      'roles.rbac.authorization.k8s.io "more" is forbidden: user "ann" (groups=["team"]) is attempting to grant RBAC permissions not currently held:\n' +
        '{APIGroups:[""], Resources:["pods"], Verbs:["delete" "patch"]}',
    );
    expect(grant(['get']).metadata.name).toBe('more');
  });
});

describe('impersonate', () => {
  const request = parseRequest(
    'GET',
    new URL('https://x/api/v1/namespaces/shop/pods'),
  );
  const root = { name: 'admin', groups: ['system:masters'] };

  it('makes another user of the requestor', () => {
    const { authorizer } = setUp();
    const act = (headers: Record<string, string[]>) =>
      impersonate(headers, root, authorizer, request);
    expect(act({})).toBe(root);
    expect(
      act({
        'impersonate-user': ['joe'],
        'impersonate-group': ['a, b', 'c'],
        'impersonate-uid': ['5'],
        'impersonate-extra-foo%2fbar': ['x'],
      }),
    ).toEqual({
      name: 'joe',
      groups: ['a, b', 'c', 'system:authenticated'],
      uid: '5',
      extra: { 'foo/bar': ['x'] },
    });
    expect(
      act({ 'impersonate-user': ['system:serviceaccount:shop:robot'] }).groups,
    ).toEqual([
      'system:serviceaccounts',
      'system:serviceaccounts:shop',
      'system:authenticated',
    ]);
    expect(() => act({ 'impersonate-group': ['g'] })).toThrow(
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"g"}, Extra:map[string][]string(nil)} without impersonating a user name',
    );
  });

  it('needs to be allowed', () => {
    const { authorizer } = setUp();
    expect(() =>
      impersonate({ 'impersonate-user': ['joe'] }, ann, authorizer, request),
    ).toThrow(
      'pods is forbidden: User "ann" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "shop"',
    );
  });
});
