import type { Runbook } from '@pilothouse/plugin-runbooks-common';
import type { RunbookStore, SourceProblem } from '../database/RunbookStore';
import { toRunbooks } from '../pages/toRunbooks';

/** The whole index, whoever asks. */
export interface Snapshot {
  runbooks: readonly Runbook[];
  problems: readonly SourceProblem[];
}

/**
 * The index in memory, as long as the database says that it is the same. Every replica sees what another has read, at
 * the price of one short query.
 */
export class RunbookSnapshot {
  readonly #store: Pick<RunbookStore, 'freshness' | 'pages' | 'sources'>;
  #kept: { version: number; snapshot: Promise<Snapshot> } | undefined;

  constructor(store: Pick<RunbookStore, 'freshness' | 'pages' | 'sources'>) {
    this.#store = store;
  }

  async get(): Promise<Snapshot & { indexedAt?: string }> {
    const { version, indexedAt } = await this.#store.freshness();
    if (this.#kept?.version !== version) {
      const snapshot = this.#load();
      const kept = { version, snapshot };
      this.#kept = kept;
      snapshot.catch(() => {
        if (this.#kept === kept) this.#kept = undefined;
      });
    }
    return {
      ...(await this.#kept.snapshot),
      indexedAt:
        indexedAt === undefined ? undefined : new Date(indexedAt).toISOString(),
    };
  }

  async #load(): Promise<Snapshot> {
    const [pages, sources] = await Promise.all([
      this.#store.pages(),
      this.#store.sources(),
    ]);
    return {
      runbooks: [...pages].flatMap(([entityRef, stored]) =>
        toRunbooks(entityRef, stored),
      ),
      problems: sources.flatMap(({ problem }) => problem ?? []),
    };
  }
}
