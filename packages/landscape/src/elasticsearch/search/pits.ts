import { StoreError } from '../http';
import type { Index } from '../indices';

/** What somebody has asked to stay as it is. */
export interface PointInTime {
  id: string;
  /** Lines that came later are not in it. */
  seenAt: number;
  indices: readonly Index[];
  expiresAt: number;
}

const MOST = 500;

/** Contexts that are open, each for a while. */
export class PointsInTime {
  readonly #open = new Map<string, PointInTime>();
  #next = 1;

  open(
    indices: readonly Index[],
    now: number,
    keepAliveMs: number,
  ): PointInTime {
    this.#expire(now);
    if (this.#open.size >= MOST) {
      throw new StoreError(
        'rejected_execution_exception',
        `Trying to create too many scroll contexts. Must be less than or equal to: [${MOST}].`,
        { status: 429 },
      );
    }
    const number = this.#next++;
    const id = Buffer.from(`k8s-pit:${now}:${number}:yunfan-log-1`).toString(
      'base64',
    );
    const pit = { id, seenAt: now, indices, expiresAt: now + keepAliveMs };
    this.#open.set(id, pit);
    return pit;
  }

  /**
   * One that is still open, for a while longer when that is asked for.
   *
   * @throws StoreError
   */
  get(id: string, now: number, keepAliveMs?: number): PointInTime {
    if (!isOurs(id)) {
      throw new StoreError('illegal_argument_exception', `invalid id: [${id}]`);
    }
    this.#expire(now);
    const pit = this.#open.get(id);
    if (!pit) throw missing(id);
    if (keepAliveMs !== undefined) {
      pit.expiresAt = Math.max(pit.expiresAt, now + keepAliveMs);
    }
    return pit;
  }

  /** Returns how many of them were open. */
  close(ids: readonly string[], now: number): number {
    this.#expire(now);
    for (const id of ids) {
      if (isOurs(id)) continue;
      throw new StoreError('illegal_argument_exception', `invalid id: [${id}]`);
    }
    return ids.filter(id => this.#open.delete(id)).length;
  }

  closeAll(): string[] {
    const ids = [...this.#open.keys()];
    this.#open.clear();
    return ids;
  }

  #expire(now: number): void {
    for (const [id, { expiresAt }] of this.#open) {
      if (expiresAt <= now) this.#open.delete(id);
    }
  }
}

function isOurs(id: string): boolean {
  return Buffer.from(id, 'base64').toString().startsWith('k8s-pit:');
}

function missing(id: string): StoreError {
  const number = Number(Buffer.from(id, 'base64').toString().split(':')[2]);
  return new MissingContext(number);
}

/** The reason stands in the cause alone. */
class MissingContext extends StoreError {
  readonly #number: number;

  constructor(number: number) {
    super('search_phase_execution_exception', 'all shards failed', {
      status: 404,
    });
    this.#number = number;
  }

  override body(): object {
    const cause = {
      type: 'search_context_missing_exception',
      reason: `No search context found for id [${this.#number}]`,
    };
    return {
      error: {
        root_cause: [cause],
        type: this.type,
        reason: this.message,
        phase: 'query',
        grouped: true,
        failed_shards: [{ shard: 0, index: null, reason: cause }],
        caused_by: cause,
      },
      status: this.status,
    };
  }
}
