import { StoreError } from '../http';

/** More buckets than a node may make; the reason stands in the cause alone. */
export class TooManyBuckets extends StoreError {
  readonly #most: number;

  constructor(reason: string, status: number, most: number) {
    super('search_phase_execution_exception', reason, { status });
    this.#most = most;
  }

  override body(): object {
    return {
      error: {
        root_cause: [],
        type: this.type,
        reason: '',
        phase: 'fetch',
        grouped: true,
        failed_shards: [],
        caused_by: {
          type: 'too_many_buckets_exception',
          reason: this.message,
          max_buckets: this.#most,
        },
      },
      status: this.status,
    };
  }
}
