import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { setUpRegistry } from './api/__testUtils__/registry';
import { Authorizer, type PolicyRule } from './api/rbac';
import type { ResourceRequest } from './api/request-info';
import { bootstrap } from './bootstrap';
import { resources } from './resources';
import type { UserInfo } from './types';

/** What a real cluster grants the portal. */
const RBAC = join(__dirname, '../../../../deploy/rbac');

const portal: UserInfo = {
  name: 'system:serviceaccount:pilothouse:pilothouse',
  groups: ['system:serviceaccounts', 'system:authenticated'],
};

const { api } = setUpRegistry();
bootstrap(api);
const authorizer = new Authorizer(api);

function may(
  request: Pick<ResourceRequest, 'verb' | 'group' | 'resource'> &
    Partial<ResourceRequest>,
): boolean {
  return authorizer.authorize(portal, {
    isResource: true,
    version: 'v1',
    namespace: 'shop',
    path: '/',
    ...request,
  }).allowed;
}

/** Everything that a rule allows. */
function requestsOf(rule: PolicyRule) {
  const { apiGroups = [], resources: names = [], resourceNames, verbs } = rule;
  return apiGroups.flatMap(group =>
    names.flatMap(full => {
      const [resource, subresource] = full.split('/');
      return verbs.map(verb => ({
        verb,
        group,
        resource,
        subresource,
        name: resourceNames?.[0] ?? 'one',
      }));
    }),
  );
}

it.each(['read', 'write', 'provision'])(
  'lets the portal do on a new cluster what pilothouse-%s.yaml grants',
  role => {
    const file = join(RBAC, `pilothouse-${role}.yaml`);
    const requests = parseAllDocuments(readFileSync(file, 'utf8'))
      .flatMap(document => document.toJS().rules)
      .flatMap(requestsOf);
    expect(requests.length).toBeGreaterThan(3);
    expect(requests.filter(request => !may(request))).toEqual([]);
  },
);

it('has the pull secret, and lets the portal see and copy no other', () => {
  const type = resources.secrets;
  expect(api.get(type, 'pilothouse', 'registry')).toMatchObject({
    type: 'kubernetes.io/dockerconfigjson',
  });
  const secret = { group: '', resource: 'secrets' };
  for (const verb of ['get', 'create', 'patch']) {
    expect([
      may({ ...secret, verb, name: 'registry' }),
      may({ ...secret, verb, name: 'database' }),
      may({ ...secret, verb }),
    ]).toEqual([true, false, false]);
  }
  for (const verb of ['list', 'watch', 'update', 'delete']) {
    expect(may({ ...secret, verb, name: 'registry' })).toBe(false);
  }
});
