import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { LogEntry, LogSource } from '@pilothouse/plugin-logs-common';
import {
  deploymentOf,
  type Message,
  type Role,
  type Target,
} from '@pilothouse/plugin-release-common';
import type { WorkloadReader } from '@pilothouse/plugin-release-node';
import type { SourceConfig } from '../config/readLogsConfig';
import type {
  EntityPlaces,
  EntityTarget,
  EntityTargets,
} from '../scope/EntityTargets';
import { concerns } from '../scope/unknownTargets';
import { problem } from './problemOf';
import type { SourceSearch } from './SourceSearch';

export interface Asker {
  entityRef: string;
  credentials: BackstageCredentials;
  /** Who they are, as one text: each has an equal share of a store. */
  person: string;
  signal: AbortSignal;
}

export interface Wanted {
  environment: string;
  clusters?: readonly string[];
  role?: Role;
  version?: string;
  pods?: readonly string[];
}

/** What of an entity is searched, and where. */
export interface SearchScope {
  parts: readonly {
    source: SourceSearch;
    targets: readonly EntityTarget[];
  }[];
  pods?: readonly string[];
  problems: readonly Message[];
  /** There may be more, of which it is not known where: nothing that is counted is all. */
  isPartial: boolean;
}

/** Nobody looks at more; the store takes some thousand. */
const MOST_PODS = 1_000;

interface Options {
  targets: EntityTargets;
  workloads: Pick<WorkloadReader, 'pods'>;
  sources: readonly SourceSearch[];
}

/** Finds out which sources have the lines of which targets. */
export class SearchScopes {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Which source has the lines of a target. */
  sourceOf({ environment, cluster }: Target): SourceSearch | undefined {
    return this.#options.sources.find(
      ({ source: { environments, clusters } }) =>
        environments.includes(environment) &&
        (clusters?.includes(cluster) ?? true),
    );
  }

  all({ entityRef, credentials, signal }: Asker): Promise<EntityPlaces> {
    return this.#options.targets.of(entityRef, credentials, signal);
  }

  async of(wanted: Wanted, asker: Asker): Promise<SearchScope> {
    const { environment, clusters, role, version } = wanted;
    const places = await this.all(asker);
    const all = places.targets.filter(
      ({ target }) =>
        target.environment === environment &&
        (clusters?.includes(target.cluster) ?? true),
    );
    const unknown = places.unknown.filter(each => concerns(each, wanted));
    const isPartial = unknown.length > 0;
    if (all.length === 0) {
      // That there are none is said only where it is known.
      const problems = isPartial
        ? unknown
        : [problem('no-targets', { environment })];
      return { parts: [], problems, isPartial };
    }
    const problems: Message[] = [...unknown];
    const bySource = new Map<SourceSearch, EntityTarget[]>();
    for (const target of all) {
      const source = this.sourceOf(target.target);
      if (!source) {
        problems.push(problem('no-source', { cluster: target.target.cluster }));
        continue;
      }
      const deployments = target.deployments.filter(
        deployment => role === undefined || deployment.role === role,
      );
      if (deployments.length === 0) continue;
      const own = bySource.get(source) ?? [];
      bySource.set(source, [...own, { ...target, deployments }]);
    }
    const parts = [...bySource].map(([source, targets]) => ({
      source,
      targets,
    }));
    const scope = { parts, pods: wanted.pods, problems, isPartial };
    return version === undefined
      ? scope
      : this.#ofVersion(scope, version, asker);
  }

  /** Keeps to the pods that run a version now. */
  async #ofVersion(
    scope: SearchScope,
    version: string,
    { entityRef, credentials, signal }: Asker,
  ): Promise<SearchScope> {
    const workloads = scope.parts.flatMap(({ targets }) =>
      targets.flatMap(target => target.workloads),
    );
    const { pods, unread } = await this.#options.workloads.pods(
      entityRef,
      workloads,
      credentials,
      signal,
    );
    const names = pods
      .filter(({ image }) => (image.tag ?? image.digest) === version)
      .map(({ name }) => name)
      .filter(name => scope.pods?.includes(name) ?? true)
      .slice(0, MOST_PODS);
    const problems = [
      ...scope.problems,
      ...unread.map(({ id }) => problem('pods-not-read', { workload: id })),
    ];
    const isPartial = scope.isPartial || unread.length > 0;
    if (names.length > 0) return { ...scope, pods: names, problems, isPartial };
    return {
      ...scope,
      parts: [],
      isPartial,
      problems: [...problems, problem('no-pods', { version })],
    };
  }
}

/** What of a source may be known to who reads its lines. */
export function logSourceOf(source: SourceConfig): LogSource {
  const { name, environments, clusters = [], fields, discover, index } = source;
  const { time, message, namespace, pod, container } = fields;
  const { cluster, level, traceId } = fields;
  const { clusterNames } = source;
  return {
    name,
    environments,
    clusters,
    ...(clusterNames && { clusterNames }),
    fields: {
      time,
      message: message[0],
      namespace,
      pod,
      container,
      ...(cluster && { cluster }),
      ...(level && { level }),
      ...(traceId && { traceId }),
    },
    ...(discover && { discover: { ...discover, indexPattern: index } }),
  };
}

/**
 * Says of lines whether a release or a canary wrote them: not kept with them, as the same lines may be read by people
 * with other targets. Pods have many lines, and are looked at once.
 */
export function roleReader(
  parts: SearchScope['parts'],
): (entry: LogEntry) => LogEntry {
  const known = new Map<string, Role | undefined>();
  return entry => {
    const { source, cluster, namespace, pod } = entry;
    if (pod === undefined) return entry;
    const key = JSON.stringify([source, cluster, namespace, pod]);
    if (!known.has(key)) known.set(key, roleOf(entry, pod, parts));
    const role = known.get(key);
    return role ? { ...entry, role } : entry;
  };
}

function roleOf(
  { source, cluster, namespace }: LogEntry,
  pod: string,
  parts: SearchScope['parts'],
): Role | undefined {
  const part = parts.find(item => item.source.source.name === source);
  const deployments = (part?.targets ?? [])
    .filter(
      ({ target }) =>
        // A store that keeps no cluster has one only.
        (cluster === undefined || target.cluster === cluster) &&
        (namespace === undefined || target.namespace === namespace),
    )
    .flatMap(target => target.deployments);
  return deploymentOf(pod, deployments)?.role;
}
