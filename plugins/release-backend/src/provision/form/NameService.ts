import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  EnvironmentOption,
  NameCheck,
} from '@pilothouse/plugin-release-common';
import type { LiveClusters } from '../../clusters/LiveClusters';
import { unreadKind } from '../../clusters/unread';
import type { ImageService } from '../../registry/ImageService';

type Taken = NameCheck['taken'][number];

/** More registries than these are not looked into for a form. */
const MOST_REGISTRIES = 3;
/** What a template makes; a Service of one name can lead to one of them only. */
const KINDS = ['component', 'resource'];
/** A canary stands beside its release, under a name of its own. */
const CANARY = '-canary';

interface Options {
  auth: AuthService;
  catalog: CatalogService;
  clusters: Pick<LiveClusters, 'open'>;
  images: Pick<ImageService, 'list'>;
  /** Of the registries. */
  hosts: readonly string[];
  environments: readonly EnvironmentOption[];
}

/** Finds out whether a new service can have a name, while it is being typed. */
export class NameService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * What could not be asked is said, and counts for nothing. Without a system only the catalog is asked.
   *
   * @throws InputError for a system that the person does not see
   */
  async check(
    request: { name: string; system?: string },
    credentials: BackstageCredentials,
  ): Promise<NameCheck> {
    const system = await this.#system(request.system, credentials);
    const unread: string[] = [];
    const taken = await Promise.all([
      this.#entity(request.name),
      ...(system
        ? [
            this.#images(`${system}/${request.name}`, unread),
            this.#workloads(request.name, system, unread),
          ]
        : []),
    ]);
    return { taken: taken.flat(), unread: [...new Set(unread)].sort() };
  }

  /** Only where the person sees it: what its namespaces and images are called is nobody else's. */
  async #system(
    text: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<string | undefined> {
    if (text === undefined) return undefined;
    const key = parseEntityRef(text, { defaultKind: 'System' });
    const ref = stringifyEntityRef(key);
    const system = await this.#options.catalog.getEntityByRef(ref, {
      credentials,
    });
    if (system) return key.name;
    throw new InputError(`system: there is no ${ref}, or you may not see it`);
  }

  /** Of anybody's: two of one name could not be. */
  async #entity(name: string): Promise<Taken[]> {
    const { auth, catalog } = this.#options;
    const refs = KINDS.map(kind => `${kind}:default/${name}`);
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs, fields: ['kind'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return refs
      .filter((_, index) => items[index])
      .map(ref => ({ code: 'entity', params: { ref } }));
  }

  async #images(repository: string, unread: string[]): Promise<Taken[]> {
    const hosts = this.#options.hosts.slice(0, MOST_REGISTRIES);
    const found = await Promise.all(
      hosts.map(async (host): Promise<Taken[]> => {
        const reference = `${host}/${repository}`;
        const { tags, problems } = await this.#options.images.list({
          reference,
        });
        if (tags.length > 0) {
          return [{ code: 'image', params: { repository: reference } }];
        }
        if (problems.length > 0) unread.push(host);
        return [];
      }),
    );
    return found.flat();
  }

  async #workloads(
    name: string,
    system: string,
    unread: string[],
  ): Promise<Taken[]> {
    const clusters = await this.#options.clusters.open();
    const names = [name, `${name}${CANARY}`];
    const taken = new Map<string, Taken>();
    for (const { clusters: places, namespaceSuffix } of this.#options
      .environments) {
      const namespace = `${system}${namespaceSuffix}`;
      for (const cluster of places) {
        const snapshot = clusters.get(cluster)?.snapshot();
        if (unreadKind(snapshot)) unread.push(cluster);
        const found = names.some(each =>
          snapshot?.objects?.deployments.get(namespace, each),
        );
        if (found) {
          taken.set(`${cluster}/${namespace}`, {
            code: 'workload',
            params: { name, namespace, cluster },
          });
        }
      }
    }
    return [...taken.values()];
  }
}
