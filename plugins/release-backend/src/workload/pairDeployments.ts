import { ROLE_LABEL, type Role } from '@pilothouse/plugin-release-common';
import type { Deployment } from './objects';

const CANARY_SUFFIX = '-canary';

/** The Deployments of one workload in one namespace. One of the two is there. */
export interface Pair {
  /** Of the release Deployment, also where only its canary is left. */
  name: string;
  namespace: string;
  release?: Deployment;
  canary?: Deployment;
}

function nameOf(deployment: Deployment): string {
  return deployment.metadata?.name ?? '';
}

function labelled(deployment: Deployment): Role | undefined {
  const role =
    deployment.metadata?.labels?.[ROLE_LABEL] ??
    deployment.spec?.template.metadata?.labels?.[ROLE_LABEL];
  return role === 'release' || role === 'canary' ? role : undefined;
}

function baseOf(name: string): string {
  return name.endsWith(CANARY_SUFFIX) && name !== CANARY_SUFFIX
    ? name.slice(0, -CANARY_SUFFIX.length)
    : name;
}

/** The release of a canary that is not named after it: the only one of the same app that has no canary. */
function onlyReleaseOf(canary: Deployment, releases: readonly Pair[]) {
  const app = canary.metadata?.labels?.app;
  const free = releases.filter(
    ({ release, canary: taken }) =>
      !taken && app !== undefined && release?.metadata?.labels?.app === app,
  );
  return free.length === 1 ? free[0] : undefined;
}

function pairInNamespace(
  namespace: string,
  deployments: readonly Deployment[],
): Pair[] {
  const names = new Set(deployments.map(nameOf));
  const isCanary = (deployment: Deployment) => {
    const role = labelled(deployment);
    if (role) return role === 'canary';
    const name = nameOf(deployment);
    return baseOf(name) !== name && names.has(baseOf(name));
  };
  const releases: Pair[] = [];
  const canaries: Deployment[] = [];
  for (const deployment of deployments) {
    if (isCanary(deployment)) canaries.push(deployment);
    else {
      releases.push({
        name: nameOf(deployment),
        namespace,
        release: deployment,
      });
    }
  }

  // First by name, so that no canary takes the place of one that belongs there.
  const unnamed: Deployment[] = [];
  for (const canary of canaries) {
    const base = baseOf(nameOf(canary));
    const pair = releases.find(({ name }) => name === base);
    if (pair && !pair.canary) pair.canary = canary;
    else unnamed.push(canary);
  }
  const alone: Pair[] = [];
  for (const canary of unnamed) {
    const pair = onlyReleaseOf(canary, releases);
    if (pair) pair.canary = canary;
    else {
      const base = baseOf(nameOf(canary));
      const taken = releases.some(({ name }) => name === base);
      alone.push({ name: taken ? nameOf(canary) : base, namespace, canary });
    }
  }
  return [...releases, ...alone];
}

/**
 * Puts the two Deployments of a service together: by the label `role` on them or on their pods, or by the name
 * `X-canary` beside `X`. Several releases of one service are several workloads.
 *
 * @returns in order of namespace and name
 */
export function pairDeployments(deployments: readonly Deployment[]): Pair[] {
  const byNamespace = new Map<string, Deployment[]>();
  for (const deployment of deployments) {
    const namespace = deployment.metadata?.namespace ?? '';
    const others = byNamespace.get(namespace);
    if (others) others.push(deployment);
    else byNamespace.set(namespace, [deployment]);
  }
  const compare = (a: string, b: string) => Number(a > b) - Number(a < b);
  return [...byNamespace]
    .flatMap(([namespace, group]) => pairInNamespace(namespace, group))
    .sort(
      (a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name),
    );
}
