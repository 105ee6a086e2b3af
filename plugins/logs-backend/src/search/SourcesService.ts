import type { LogSourceList } from '@pilothouse/plugin-logs-common';
import { problem } from './problemOf';
import { logSourceOf, type Asker, type SearchScopes } from './SearchScope';

interface Options {
  scopes: SearchScopes;
  clock: () => number;
}

/** Says where the lines of an entity are. Asks no store. */
export class SourcesService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws what the release backend refuses */
  async list(asker: Asker): Promise<LogSourceList> {
    const { scopes, clock } = this.#options;
    const { targets, unknown, environments } = await scopes.all(asker);
    const found = targets.map(({ target, workloads, deployments }) => ({
      target,
      deployments: [...deployments],
      workloads: workloads.map(({ name }) => name),
      canaries: workloads.flatMap(({ canary }) => canary?.deployment ?? []),
      source: scopes.sourceOf(target),
    }));
    const sources = new Set(found.flatMap(({ source }) => source ?? []));
    const uncovered = new Set(
      found.flatMap(({ source, target }) => (source ? [] : target.cluster)),
    );
    return {
      sources: [...sources].map(({ source }) => logSourceOf(source)),
      targets: found.map(({ source, ...target }) => ({
        ...target,
        ...(source && { source: source.source.name }),
      })),
      environments: [...environments],
      problems: [
        ...unknown,
        ...[...uncovered].map(cluster => problem('no-source', { cluster })),
      ],
      now: new Date(clock()).toISOString(),
    };
  }
}
