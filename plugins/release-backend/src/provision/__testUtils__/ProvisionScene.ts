import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  NAMESPACE,
  type Cluster,
  type ClustersService,
  type WritableKind,
} from '@pilothouse/plugin-clusters-node';
import {
  ProvisionClient,
  type ApplyResult,
  type NamespaceResult,
} from '@pilothouse/plugin-release-common';
import knexFactory from 'knex';
import { startRelease } from '../../__testUtils__/startRelease';

type Json = Record<string, unknown>;
type Release = Awaited<ReturnType<typeof startRelease>>;

/** A cluster as the portal's account has it, and as an admin has it. */
export interface ProvisionBench {
  cluster: string;
  portal: ClustersService;
  admin: Cluster;
  /** Namespaces of this run begin with it. */
  prefix: string;
  stop(): Promise<void>;
}

export const OWNER = 'group:default/team-order';
/** Whom the policy refuses both permissions. */
export const EVIL = 'user:default/tang.yi';

const GROUPS: Entity[] = ['team-order', 'team-payment'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name },
  spec: { type: 'team', children: [] },
}));

const SYSTEMS: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name: 'order' },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name: 'billing' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/team-payment' }],
  },
];

export function statuses(result: NamespaceResult | ApplyResult): string[] {
  return result.targets.flatMap(({ objects }) =>
    objects.map(({ kind, name, status }) => `${kind}/${name} ${status}`),
  );
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The scene has not been started');
  return value;
}

/** The plugin on a cluster, asked over HTTP; what it has made is gone at the end. */
export class ProvisionScene {
  readonly #knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  readonly #made = new Set<string>();
  #bench?: ProvisionBench;
  #release?: Release;

  get bench(): ProvisionBench {
    return started(this.#bench);
  }

  get release(): Release {
    return started(this.#release);
  }

  get api(): ProvisionClient {
    return this.clientOf();
  }

  async start(bench: ProvisionBench): Promise<void> {
    this.#bench = bench;
    const clusters = [bench.cluster];
    this.#release = await startRelease({
      knex: this.#knex,
      clusters: bench.portal,
      entities: [...GROUPS, ...SYSTEMS],
      denied: new Set([
        `${EVIL} release.namespace.ensure ${OWNER}@dev`,
        `${EVIL} release.manifests.apply ${OWNER}@dev`,
      ]),
      pilothouse: {
        environments: [
          { name: 'dev', clusters, namespaces: [`${bench.prefix}-*`] },
          { name: 'prod', protected: true, clusters },
        ],
      },
      release: {
        provision: {
          pullSecret: { namespace: 'pilothouse', name: 'registry' },
          ingressFrom: ['gateway'],
        },
      },
    });
  }

  async stop(): Promise<void> {
    await this.#release?.stop();
    await this.#knex.destroy();
    for (const name of this.#made) await this.#remove(name);
    await this.#bench?.stop();
  }

  /** A new name for a namespace. */
  namespace(): string {
    const name = `${this.bench.prefix}-${this.#made.size + 1}`;
    this.#made.add(name);
    return name;
  }

  place(namespace: string) {
    const reason = 'A new service';
    return { environment: 'dev', namespace, owner: OWNER, reason };
  }

  clientOf(user?: string): ProvisionClient {
    const Authorization = mockCredentials.user.header(user);
    const url = `http://localhost:${this.release.server.port()}/api/release`;
    return new ProvisionClient({
      discoveryApi: { getBaseUrl: async () => url },
      fetchApi: {
        fetch: (path, init) =>
          fetch(path, {
            ...init,
            headers: { ...init?.headers, Authorization },
          }),
      },
    });
  }

  read(kind: WritableKind, name: string, namespace?: string) {
    const target = { name, namespace };
    return this.bench.admin.read<Json & { metadata: Json; spec: Json }>(
      kind,
      target,
    );
  }

  asAdmin(kind: WritableKind, object: Json, fieldManager = 'kubectl') {
    const options = { fieldManager, force: true };
    return this.bench.admin.apply<Json>(kind, object, options);
  }

  async #remove(name: string): Promise<void> {
    // Some were never made.
    const found = await this.read(NAMESPACE, name).catch(() => undefined);
    if (!found) return;
    const { uid, resourceVersion } = found.metadata;
    await this.bench.admin.delete(NAMESPACE, {
      namespace: '',
      name,
      uid: String(uid),
      resourceVersion: String(resourceVersion),
    });
  }
}
