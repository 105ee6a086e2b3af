import { deepEqual } from '../json';
import { resources } from '../resources';
import type { KubeApi, KubeObject, ResourceType, UserInfo } from '../types';
import { forbidden, notFound } from './errors';
import { toJson } from './objects';
import { Authorizer, rulesOf, type PolicyRule } from './rbac';

/** One verb on one thing. */
type Right = PolicyRule;

const roles = new Set<ResourceType>([resources.roles, resources.clusterRoles]);
const bindings = new Set<ResourceType>([
  resources.roleBindings,
  resources.clusterRoleBindings,
]);

/**
 * Keeps users from giving away, or taking, rights that they do not have themselves.
 *
 * @throws ApiError Forbidden that lists those rights
 */
export function checkEscalation(
  api: KubeApi,
  user: UserInfo,
  type: ResourceType,
  object: KubeObject,
  old?: KubeObject,
): void {
  if (!roles.has(type) && !bindings.has(type)) return;
  const authorizer = new Authorizer(api);
  const { name, namespace } = object.metadata;
  const granted = roles.has(type)
    ? grantedByRole(authorizer, user, type, object, old)
    : grantedByBinding(api, authorizer, user, object);
  const own = authorizer.rulesFor(user, namespace ?? '');
  const missing = granted
    .flatMap(breakDown)
    .filter(right => !own.some(rule => covers(rule, right)));
  if (missing.length === 0) return;
  const groups = user.groups.map(group => JSON.stringify(group)).join(' ');
  const lines = [...new Set(compact(missing).map(describe))].sort();
  throw forbidden(
    type,
    name,
    `user "${
      user.name
    }" (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${lines.join(
      '\n',
    )}`,
  );
}

function grantedByRole(
  authorizer: Authorizer,
  user: UserInfo,
  type: ResourceType,
  role: KubeObject,
  old: KubeObject | undefined,
): PolicyRule[] {
  const rules = rulesOf(role);
  if (old && deepEqual(toJson(rules), toJson(rulesOf(old)))) return [];
  return mayAnyway(authorizer, user, 'escalate', type.plural, role)
    ? []
    : rules;
}

function grantedByBinding(
  api: KubeApi,
  authorizer: Authorizer,
  user: UserInfo,
  binding: KubeObject,
): PolicyRule[] {
  const { roleRef } = binding as KubeObject & {
    roleRef: { kind: string; name: string };
  };
  const { kind, name } = roleRef;
  const { namespace } = binding.metadata;
  const type = kind === 'Role' ? resources.roles : resources.clusterRoles;
  const target = { metadata: { name, namespace } };
  if (mayAnyway(authorizer, user, 'bind', type.plural, target)) return [];
  const role = api.get<KubeObject>(type, namespace, name);
  if (!role) throw notFound(type, name);
  return rulesOf(role);
}

function mayAnyway(
  authorizer: Authorizer,
  user: UserInfo,
  verb: string,
  resource: string,
  { metadata }: { metadata: { name: string; namespace?: string } },
): boolean {
  const { name, namespace } = metadata;
  const group = resources.roles.group;
  const version = '*';
  return authorizer.authorize(user, {
    isResource: true,
    verb,
    group,
    version,
    resource,
    name,
    namespace,
    path: '',
  }).allowed;
}

function breakDown(rule: PolicyRule): Right[] {
  const names = rule.resourceNames?.map(name => ({ resourceNames: [name] }));
  const things = [
    ...(rule.apiGroups ?? []).flatMap(apiGroup =>
      (rule.resources ?? []).flatMap(resource =>
        (names?.length ? names : [{}]).map(name => ({
          apiGroups: [apiGroup],
          resources: [resource],
          ...name,
        })),
      ),
    ),
    ...(rule.nonResourceURLs ?? []).map(url => ({ nonResourceURLs: [url] })),
  ];
  return things.flatMap(thing =>
    rule.verbs.map(verb => ({ ...thing, verbs: [verb] })),
  );
}

function covers(rule: PolicyRule, right: Right): boolean {
  const all = (allowed: string[] = [], wanted: string[] = []) =>
    wanted.every(value => allowed.includes('*') || allowed.includes(value));
  return (
    all(rule.verbs, right.verbs) &&
    all(rule.apiGroups, right.apiGroups) &&
    all(rule.resources, right.resources) &&
    all(rule.nonResourceURLs, right.nonResourceURLs) &&
    (!rule.resourceNames?.length ||
      (right.resourceNames !== undefined &&
        all(rule.resourceNames, right.resourceNames)))
  );
}

/** Rights to the same thing become one, with all their verbs. */
function compact(rights: Right[]): PolicyRule[] {
  const byThing = new Map<string, PolicyRule>();
  for (const right of rights) {
    const { verbs, ...thing } = right;
    const key = JSON.stringify(thing);
    const known = byThing.get(key);
    byThing.set(key, {
      ...thing,
      verbs: known ? [...known.verbs, ...verbs] : verbs,
    });
  }
  return [...byThing.values()];
}

function describe(rule: PolicyRule): string {
  const parts: [string, string[] | undefined][] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ];
  const texts = parts
    .filter(([, values]) => values?.length)
    .map(
      ([label, values = []]) =>
        `${label}:[${values.map(value => JSON.stringify(value)).join(' ')}]`,
    );
  return `{${texts.join(', ')}}`;
}
