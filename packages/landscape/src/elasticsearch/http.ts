/** A request to the store, taken apart. */
export interface StoreRequest {
  method: string;
  /** Decoded pieces of the path. */
  path: string[];
  query: URLSearchParams;
  body: string;
}

export interface StoreAnswer {
  status: number;
  headers?: Record<string, string>;
  /** JSON unless it is a text. */
  body: object | string;
}

interface Cause {
  type: string;
  reason: string;
}

interface Details {
  status?: number;
  /** More fields of the error, such as the index. */
  more?: Record<string, unknown>;
  causedBy?: Cause;
}

/** A request that is not done, in the words of the real server. */
export class StoreError extends Error {
  readonly status: number;
  readonly type: string;
  readonly more: Record<string, unknown>;
  readonly causedBy?: Cause;

  constructor(type: string, reason: string, details: Details = {}) {
    super(reason);
    this.type = type;
    this.status = details.status ?? 400;
    this.more = details.more ?? {};
    this.causedBy = details.causedBy;
  }

  body(): object {
    const cause = { type: this.type, reason: this.message, ...this.more };
    return {
      error: {
        root_cause: [cause],
        ...cause,
        ...(this.causedBy && { caused_by: this.causedBy }),
      },
      status: this.status,
    };
  }
}

/** A search that fails on every shard, after it has been understood. */
export class ShardsError extends StoreError {
  readonly failed: readonly ShardFailure[];

  constructor(
    failed: readonly ShardFailure[],
    status: number = 400,
    reason: string = 'all shards failed',
  ) {
    super('search_phase_execution_exception', reason, { status });
    this.failed = failed;
  }

  override body(): object {
    const seen = new Set<string>();
    const causes = this.failed
      .map(({ reason }) => reason)
      .filter(({ type }) => !seen.has(type) && seen.add(type));
    return {
      error: {
        root_cause: causes,
        type: this.type,
        reason: this.message,
        phase: 'query',
        grouped: true,
        failed_shards: this.failed,
      },
      status: this.status,
    };
  }
}

export interface ShardFailure {
  shard: number;
  index: string;
  node?: string;
  reason: { type: string; reason: string; [more: string]: unknown };
}

/** Something in a query that the mapping does not allow: known only on a shard. */
export class QueryFault extends Error {
  readonly type: string;
  readonly causedBy?: Cause;
  readonly status: number;

  constructor(
    type: string,
    reason: string,
    causedBy?: Cause,
    status: number = 400,
  ) {
    super(reason);
    this.type = type;
    this.causedBy = causedBy;
    this.status = status;
  }
}

export function parsing(reason: string): StoreError {
  return new StoreError('parsing_exception', reason);
}

export function illegal(reason: string): StoreError {
  return new StoreError('illegal_argument_exception', reason);
}
