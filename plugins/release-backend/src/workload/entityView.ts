import {
  workloadId,
  type Message,
  type Side,
  type Target,
  type Workload,
} from '@pilothouse/plugin-release-common';
import type { ClusterHealth } from '@pilothouse/plugin-clusters-node';
import type { DeploymentIndex } from '../clusters/DeploymentIndex';
import type { ScaleTimes } from '../clusters/ScaleTimes';
import { standingOf, type Standing } from '../clusters/standing';
import {
  judgedWithout,
  unreadProblem,
  unreadProblems,
} from '../clusters/unread';
import type { Environments } from '../config/Environments';
import type { Grants } from '../config/Grants';
import type { EntityBinding } from '../entity/bindEntity';
import { deploymentHealth, type DeploymentHealth } from './deploymentHealth';
import { driftingIds } from './drift';
import { lastChange } from './lastChange';
import {
  podsOf,
  replicaSetsOf,
  type Deployment,
  type WorkloadObjects,
} from './objects';
import { pairDeployments, type Pair } from './pairDeployments';
import { sortReasons } from './reasons';
import { sideOf } from './side';

/** More than one entity has; what is over is told as the problem `cut`. */
const MAX_WORKLOADS = 200;

/** One cluster as its caches have it. */
export interface ClusterSnapshot {
  name: string;
  health: ClusterHealth;
  /** Missing where nothing can be watched. */
  objects?: ClusterObjects;
}

/** The caches, and what was learned from their changes. */
export interface ClusterObjects extends WorkloadObjects {
  index: DeploymentIndex;
  scaleTimes: ScaleTimes;
}

/** A workload and what it was made of. */
export interface FoundWorkload {
  workload: Workload;
  target: Target;
  release?: Deployment;
  canary?: Deployment;
}

/** All workloads of one entity, on all clusters. */
export interface EntityView {
  /** In order of environments, their clusters, namespaces, names. */
  found: readonly FoundWorkload[];
  problems: readonly Message[];
  /** When it has to be made anew though nothing changed; milliseconds since the epoch. */
  changesAt: number;
}

/** What decides which namespaces belong where, and to whom. */
export interface House {
  environments: Environments;
  grants: Grants;
}

function healthOf(
  deployment: Deployment | undefined,
  objects: WorkloadObjects,
  now: number,
): DeploymentHealth | undefined {
  if (!deployment) return undefined;
  const pods = replicaSetsOf(deployment, objects).flatMap(replicaSet =>
    podsOf(replicaSet, objects),
  );
  return deploymentHealth(deployment, pods, now);
}

const TROUBLE = ['degraded', 'progressing', 'healthy', 'stopped'] as const;

/** The worse of the two. A side that wants no pods says nothing about one that does. */
function worse(
  release: DeploymentHealth | undefined,
  canary: DeploymentHealth | undefined,
): DeploymentHealth['state'] {
  return (
    TROUBLE.find(
      state => release?.state === state || canary?.state === state,
    ) ?? 'stopped'
  );
}

function canaryShare(release?: Side, canary?: Side): number | undefined {
  if (!canary) return undefined;
  const all = (release?.ready ?? 0) + canary.ready;
  return all === 0 ? undefined : canary.ready / all;
}

function foundWorkload(
  pair: Pair,
  target: Target,
  cluster: ClusterSnapshot & { objects: ClusterObjects },
  standing: Standing,
  now: number,
): { found: FoundWorkload; changesAt: number } {
  const { name, release, canary } = pair;
  const { objects } = cluster;
  const releaseHealth = healthOf(release, objects, now);
  const canaryHealth = healthOf(canary, objects, now);
  const sides = {
    release: release && sideOf(release, name),
    canary: canary && sideOf(canary, name),
  };
  const workload: Workload = {
    id: workloadId({ ...target, name }),
    target,
    name,
    ...sides,
    canaryShare: canaryShare(sides.release, sides.canary),
    state:
      standing.heard === 'lost'
        ? 'unknown'
        : worse(releaseHealth, canaryHealth),
    reasons: sortReasons([
      ...(releaseHealth?.reasons ?? []),
      ...(canaryHealth?.reasons ?? []),
      ...(release ? [] : [{ code: 'canary-alone', params: {} }]),
      ...judgedWithout(cluster, standing),
    ]),
    lastChange: lastChange(
      [
        ...(release ? [{ role: 'release' as const, deployment: release }] : []),
        ...(canary ? [{ role: 'canary' as const, deployment: canary }] : []),
      ],
      objects.scaleTimes,
    ),
    drift: false,
    staleSince:
      standing.heard === 'now'
        ? undefined
        : new Date(standing.since).toISOString(),
  };
  return {
    found: { workload, target, release, canary },
    changesAt: Math.min(
      releaseHealth?.changesAt ?? Number.POSITIVE_INFINITY,
      canaryHealth?.changesAt ?? Number.POSITIVE_INFINITY,
    ),
  };
}

/** Counts what was found and may not be shown. */
class Omissions {
  readonly #notGranted = new Map<string, number>();
  readonly #homeless = new Set<string>();

  notGranted(environment: string): void {
    const count = this.#notGranted.get(environment) ?? 0;
    this.#notGranted.set(environment, count + 1);
  }

  homeless(cluster: string): void {
    this.#homeless.add(cluster);
  }

  problems(): Message[] {
    return [
      ...[...this.#notGranted].map(([environment, count]) => ({
        code: 'not-granted',
        params: { environment, count },
      })),
      ...[...this.#homeless].map(cluster => ({
        code: 'no-environment',
        params: { cluster },
      })),
    ];
  }
}

/** Deployments of the entity in the cluster that stand in a namespace granted to its owners, by environment. */
function grantedDeployments(
  binding: EntityBinding,
  cluster: ClusterSnapshot,
  house: House,
  omissions: Omissions,
): Map<string, Deployment[]> {
  const granted = new Map<string, Deployment[]>();
  const { selector } = binding;
  if (!selector || !cluster.objects) return granted;
  // Without its namespaces, what is granted by their labels would seem not to be.
  if (unreadProblem(cluster.name, cluster)) return granted;
  const { namespaces, index } = cluster.objects;
  for (const deployment of index.find(selector, binding.namespace)) {
    const namespace = deployment.metadata?.namespace ?? '';
    const environment = house.environments.of(cluster.name, namespace);
    if (environment === undefined) {
      omissions.homeless(cluster.name);
      continue;
    }
    const target = { environment, cluster: cluster.name, namespace };
    const labels = namespaces.get(undefined, namespace)?.metadata?.labels;
    if (!house.grants.allow(target, binding.owners, labels)) {
      omissions.notGranted(environment);
      continue;
    }
    const others = granted.get(environment);
    if (others) others.push(deployment);
    else granted.set(environment, [deployment]);
  }
  return granted;
}

/**
 * What runs of an entity, on every cluster, as the caches have it. Pure: the same caches and time give the same view.
 *
 * The reasons `no-answer` and `refused` are not in it, because they count seconds; whoever answers adds them.
 */
export function entityView(
  binding: EntityBinding,
  clusters: ReadonlyMap<string, ClusterSnapshot>,
  house: House,
  now: number,
): EntityView {
  const omissions = new Omissions();
  const granted = new Map(
    [...clusters.values()].map(cluster => [
      cluster.name,
      grantedDeployments(binding, cluster, house, omissions),
    ]),
  );
  const found: FoundWorkload[] = [];
  let changesAt = Number.POSITIVE_INFINITY;
  for (const environment of house.environments.list) {
    for (const name of environment.clusters) {
      const cluster = clusters.get(name);
      const here = granted.get(name)?.get(environment.name);
      if (!cluster?.objects || !here) continue;
      const { objects, health } = cluster;
      const standing = standingOf(health);
      for (const pair of pairDeployments(here)) {
        const target = {
          environment: environment.name,
          cluster: name,
          namespace: pair.namespace,
        };
        const made = foundWorkload(
          pair,
          target,
          { ...cluster, objects },
          standing,
          now,
        );
        found.push(made.found);
        changesAt = Math.min(changesAt, made.changesAt);
      }
    }
  }
  const drifting = driftingIds(found.map(({ workload }) => workload));
  for (const { workload } of found) workload.drift = drifting.has(workload.id);
  const problems = [
    ...binding.problems,
    ...(binding.selector
      ? unreadProblems(house.environments.clusters, clusters)
      : []),
    ...omissions.problems(),
  ];
  if (found.length > MAX_WORKLOADS) {
    const params = { shown: MAX_WORKLOADS, total: found.length };
    problems.push({ code: 'cut', params });
  }
  return { found: found.slice(0, MAX_WORKLOADS), problems, changesAt };
}
