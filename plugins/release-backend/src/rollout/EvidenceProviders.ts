import type {
  EvidenceProvider,
  ReleaseEvidenceExtensionPoint,
} from '@pilothouse/plugin-release-node';

/** Stands on screens and in ids: `skywalking`, `logs`. */
const ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/;
/** The plugin's own. */
const TAKEN = 'kubernetes';

/** The evidence providers that modules bring. */
export class EvidenceProviders implements ReleaseEvidenceExtensionPoint {
  readonly #providers = new Map<string, EvidenceProvider>();

  get list(): readonly EvidenceProvider[] {
    return [...this.#providers.values()];
  }

  addProvider(provider: EvidenceProvider): void {
    const { id } = provider;
    if (!ID.test(id)) {
      throw new Error(
        `The id "${id}" of an evidence provider has to be of letters, digits and -, at most 63`,
      );
    }
    if (id === TAKEN || this.#providers.has(id)) {
      throw new Error(`There is an evidence provider "${id}" already`);
    }
    this.#providers.set(id, provider);
  }
}
