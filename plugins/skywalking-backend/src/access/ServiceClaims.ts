import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { SharedAnswers } from '@pilothouse/pilothouse-node';
import { KUBERNETES_ID_ANNOTATION } from '@pilothouse/plugin-release-common';
import { SKYWALKING_SERVICE_ANNOTATION } from '@pilothouse/plugin-skywalking-common';
import { bindService, type ServiceBinding } from './bindService';

/** Somebody who registers an entity that names another's service is noticed so much later. */
const KEEP_CLAIMS_MS = 15_000;
const MOST_NAMES = 5_000;
/** Entities of one name. Where there are more, not all are known, and somebody else may be among them. */
const MOST_ENTITIES = 100;

interface Claims {
  claims: readonly ServiceBinding[];
  /** Whether these are all. */
  isWhole: boolean;
}

interface Options {
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  catalog: Pick<CatalogService, 'getEntities'>;
  clock?: () => number;
}

/**
 * Who says that a service of SkyWalking is theirs. All entities count, also those that the asker may not see: whose
 * service it is does not depend on who looks.
 */
export class ServiceClaims {
  readonly #options: Options;
  readonly #kept: SharedAnswers<Claims>;

  constructor(options: Options) {
    this.#options = options;
    this.#kept = new SharedAnswers({
      keepMs: KEEP_CLAIMS_MS,
      most: MOST_NAMES,
      clock: options.clock,
    });
  }

  /**
   * Whether an entity of somebody else names the service, too.
   *
   * @param names - all that entities may call it
   * @throws what the catalog throws
   */
  async isContested(
    binding: ServiceBinding,
    names: readonly string[],
  ): Promise<boolean> {
    const found = await Promise.all(
      names.map(name => this.#kept.get(name, () => this.#claimsOf(name))),
    );
    return found.some(
      ({ claims, isWhole }) =>
        !isWhole ||
        claims.some(
          ({ entityRef, owners }) =>
            entityRef !== binding.entityRef &&
            !owners.some(owner => binding.owners.includes(owner)),
        ),
    );
  }

  async #claimsOf(name: string): Promise<Claims> {
    const { auth, catalog } = this.#options;
    const { items } = await catalog.getEntities(
      {
        filter: [
          { [`metadata.annotations.${SKYWALKING_SERVICE_ANNOTATION}`]: name },
          { [`metadata.annotations.${KUBERNETES_ID_ANNOTATION}`]: name },
        ],
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.annotations',
          'relations',
        ],
        limit: MOST_ENTITIES,
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    const claims = items.flatMap(entity => {
      const { annotations = {} } = entity.metadata;
      // The catalog does not tell upper from lower case.
      const isNamed =
        annotations[SKYWALKING_SERVICE_ANNOTATION] === name ||
        annotations[KUBERNETES_ID_ANNOTATION] === name;
      return isNamed ? [bindService(entity)] : [];
    });
    return { claims, isWhole: items.length < MOST_ENTITIES };
  }
}
