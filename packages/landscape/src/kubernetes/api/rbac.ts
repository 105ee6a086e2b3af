import { resources } from '../resources';
import type { KubeApi, KubeObject, UserInfo } from '../types';
import type { RequestInfo } from './request-info';

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

interface Subject {
  kind: string;
  name: string;
  namespace?: string;
}

interface Role extends KubeObject {
  rules?: PolicyRule[] | null;
}

interface Binding extends KubeObject {
  subjects?: Subject[];
  roleRef: { kind: string; name: string };
}

/** Whether a request is allowed, and what a 403 or a review says about it. */
export interface Decision {
  allowed: boolean;
  reason: string;
}

const MASTERS = 'system:masters';

/** Evaluates the Roles, ClusterRoles and bindings that are stored in the cluster. Aggregation is left out. */
export class Authorizer {
  readonly #api: KubeApi;

  constructor(api: KubeApi) {
    this.#api = api;
  }

  authorize(user: UserInfo, request: RequestInfo): Decision {
    if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
    const missing = new Set<string>();
    const namespace = request.isResource ? request.namespace : undefined;
    for (const grant of this.#grants(user, namespace, missing)) {
      if (grant.rules.some(rule => allows(rule, request)))
        return { allowed: true, reason: `RBAC: allowed by ${grant.through}` };
    }
    return {
      allowed: false,
      reason: missing.size ? `RBAC: ${formatMissing([...missing])}` : '',
    };
  }

  /** Every rule that applies to a user in a namespace. */
  rulesFor(user: UserInfo, namespace: string): PolicyRule[] {
    const everything: PolicyRule[] = user.groups.includes(MASTERS)
      ? [
          { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
          { verbs: ['*'], nonResourceURLs: ['*'] },
        ]
      : [];
    const grants = [...this.#grants(user, namespace, new Set())];
    return [...everything, ...grants.flatMap(({ rules }) => rules)];
  }

  *#grants(
    user: UserInfo,
    namespace: string | undefined,
    missing: Set<string>,
  ): Generator<{ rules: PolicyRule[]; through: string }> {
    const bindings = [
      ...this.#api.list<KubeObject>(resources.clusterRoleBindings),
      ...(namespace
        ? this.#api.list<KubeObject>(resources.roleBindings, { namespace })
        : []),
    ];
    // What is stored under these two kinds has this shape: validation saw to it.
    for (const binding of bindings as Binding[]) {
      const { kind, name } = binding.roleRef;
      const home = binding.metadata.namespace;
      const subject = binding.subjects?.find(candidate =>
        isUser(candidate, user, home),
      );
      if (!subject) continue;
      const role =
        kind === 'ClusterRole'
          ? this.#api.get(resources.clusterRoles, undefined, name)
          : this.#api.get(resources.roles, home, name);
      if (!role) {
        missing.add(
          `${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found`,
        );
        continue;
      }
      const id = home
        ? `${binding.metadata.name}/${home}`
        : binding.metadata.name;
      yield {
        rules: rulesOf(role),
        through: `${binding.kind} "${id}" of ${kind} "${name}" to ${describe(
          subject,
          home,
        )}`,
      };
    }
  }
}

/** The rules of a Role or ClusterRole. */
export function rulesOf(role: KubeObject): PolicyRule[] {
  return (role as Role).rules ?? [];
}

function formatMissing(messages: string[]): string {
  return messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`;
}

function describe(subject: Subject, home: string | undefined): string {
  const { kind, name, namespace = home } = subject;
  return kind === 'ServiceAccount'
    ? `${kind} "${name}/${namespace}"`
    : `${kind} "${name}"`;
}

function isUser(
  { kind, name, namespace }: Subject,
  user: UserInfo,
  home: string | undefined,
): boolean {
  switch (kind) {
    case 'User':
      return name === user.name;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount':
      return `system:serviceaccount:${namespace ?? home}:${name}` === user.name;
    default:
      return false;
  }
}

function allows(rule: PolicyRule, request: RequestInfo): boolean {
  if (!has(rule.verbs, request.verb)) return false;
  if (!request.isResource)
    return (rule.nonResourceURLs ?? []).some(
      url =>
        url === request.path ||
        (url.endsWith('*') && request.path.startsWith(url.slice(0, -1))),
    );
  const { resource, subresource, name } = request;
  const full = subresource ? `${resource}/${subresource}` : resource;
  return (
    has(rule.apiGroups, request.group) &&
    (has(rule.resources, full) ||
      (subresource !== undefined &&
        (rule.resources ?? []).includes(`*/${subresource}`))) &&
    (!rule.resourceNames?.length ||
      (name !== undefined && rule.resourceNames.includes(name)))
  );
}

function has(allowed: string[] | undefined, wanted: string): boolean {
  return allowed?.includes('*') || allowed?.includes(wanted) || false;
}
