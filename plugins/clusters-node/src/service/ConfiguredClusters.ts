import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type {
  ClusterAccess,
  ClusterAccessService,
} from '../bridge/clusterAccessServiceRef';
import { LiveCluster } from '../cluster/LiveCluster';
import { UnsupportedCluster } from '../cluster/UnsupportedCluster';
import {
  missingCredential,
  whyUnsupported,
} from '../connection/authStrategies';
import {
  connectionSettings,
  realInCluster,
} from '../connection/connectionSettings';
import type { Cluster, ClustersService } from '../types';
import type { Timings } from './timings';

interface Entry {
  details: ClusterDetails;
  /** To see whether anything about it is new. */
  fingerprint: string;
  cluster: LiveCluster | UnsupportedCluster;
}

export interface ConfiguredClustersOptions {
  access: ClusterAccessService;
  timings: Timings;
  logger: LoggerService;
}

/**
 * The clusters that the kubernetes plugin hands in. It may find others later (its catalog and GKE locators do): a
 * cluster keeps its identity by name, so that who holds it sees a new address as a reconnect.
 */
export class ConfiguredClusters implements ClustersService {
  readonly #options: ConfiguredClustersOptions;
  readonly #deadline: number;
  #entries = new Map<string, Entry>();
  #stopObserving: (() => void) | undefined;
  #refreshedAt: number | undefined;
  #refreshing: Promise<void> | undefined;
  #closed = false;

  constructor(options: ConfiguredClustersOptions) {
    this.#options = options;
    this.#deadline = Date.now() + options.timings.accessTimeoutMs;
  }

  async list(): Promise<readonly Cluster[]> {
    await this.#fresh();
    return [...this.#entries.values()].map(({ cluster }) => cluster);
  }

  async get(name: string): Promise<Cluster | undefined> {
    await this.#fresh();
    return this.#entries.get(name)?.cluster;
  }

  /**
   * Asks for the clusters and their credentials ahead of the first viewer: what the auth strategies load then may keep
   * the process busy for seconds. Nothing is watched.
   */
  async warmUp(): Promise<void> {
    await this.#fresh();
    await Promise.allSettled(
      [...this.#entries.values()].map(async ({ cluster }) => {
        if (cluster instanceof LiveCluster) await cluster.warmUp();
      }),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopObserving?.();
    await Promise.all([...this.#entries.values()].map(end));
  }

  /** Waits for the first answer only: later ones are asked for in the background. */
  async #fresh(): Promise<void> {
    const { timings, logger } = this.#options;
    const age = Date.now() - (this.#refreshedAt ?? -Infinity);
    if (age < timings.clustersAgeMs || this.#closed) return;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    if (this.#refreshedAt === undefined) {
      await this.#refreshing;
      return;
    }
    // The ones that we know go on. The next one who asks finds out again.
    this.#refreshing.catch(error =>
      logger.warn('The clusters could not be looked up again', toError(error)),
    );
  }

  async #refresh(): Promise<void> {
    const access = await this.#access();
    const all = await this.#lookUp(access);
    const before = this.#entries;
    const entries = new Map<string, Entry>();
    for (const details of all) {
      const { name } = details;
      // The first one has the name, as in the kubernetes plugin.
      if (entries.has(name)) continue;
      entries.set(name, this.#entry(details, access, before.get(name)));
    }
    this.#entries = entries;
    this.#refreshedAt = Date.now();
    for (const [name, entry] of before) {
      if (entries.get(name)?.cluster !== entry.cluster) await end(entry);
    }
  }

  async #access(): Promise<ClusterAccess> {
    const timeoutMs = Math.max(0, this.#deadline - Date.now());
    const access = await this.#options.access.get({ timeoutMs });
    if (!access) {
      throw new ServiceUnavailableError(
        'The kubernetes plugin has not handed in its clusters. Check that app-config has a `kubernetes:` section, and that ' +
          'the backend has both @backstage/plugin-kubernetes-backend and the bridge, @pilothouse/plugin-clusters-node.',
      );
    }
    this.#stopObserving ??= access.metrics.observeCached(() =>
      [...this.#entries.values()].flatMap(({ cluster }) =>
        cluster instanceof LiveCluster ? cluster.counts() : [],
      ),
    );
    return access;
  }

  async #lookUp(access: ClusterAccess): Promise<ClusterDetails[]> {
    try {
      return await access.getClusters();
    } catch (error) {
      throw new ServiceUnavailableError(
        'The kubernetes plugin could not list its clusters',
        toError(error),
      );
    }
  }

  #entry(
    details: ClusterDetails,
    access: ClusterAccess,
    before: Entry | undefined,
  ): Entry {
    const fingerprint = JSON.stringify(details);
    if (before?.fingerprint === fingerprint) return before;
    const unsupported = whyUnsupported(details);
    if (unsupported) {
      const { name, title } = details;
      const cluster = new UnsupportedCluster({
        name,
        title,
        message: unsupported,
      });
      return { details, fingerprint, cluster };
    }
    if (before?.cluster instanceof LiveCluster) {
      before.details = details;
      before.fingerprint = fingerprint;
      before.cluster.reconnect().catch(() => {});
      return before;
    }
    return this.#connected(details, fingerprint, access);
  }

  #connected(
    details: ClusterDetails,
    fingerprint: string,
    access: ClusterAccess,
  ): Entry {
    const { timings, logger } = this.#options;
    const { name, title } = details;
    const cluster = new LiveCluster({
      name,
      title,
      timings,
      logger: logger.child({ cluster: name }),
      metrics: access.metrics,
      settings: async () => {
        // Once: the cluster may be moved meanwhile, and its token must not go to another address.
        const { details: asked } = entry;
        const credential = await access.getCredential(asked);
        const missing = missingCredential(asked, credential);
        if (missing) throw new Error(missing);
        return connectionSettings(asked, credential, realInCluster);
      },
    });
    const entry: Entry = { details, fingerprint, cluster };
    return entry;
  }
}

async function end({ cluster }: Entry): Promise<void> {
  if (cluster instanceof LiveCluster) await cluster.close();
}
