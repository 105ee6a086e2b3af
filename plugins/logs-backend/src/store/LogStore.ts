import {
  OutsideError,
  SharedAnswers,
  Turns,
  type OutsideAnswer,
} from '@pilothouse/pilothouse-node';
import type * as z from 'zod';
import type { SourceConfig } from '../config/readLogsConfig';
import {
  fieldCapsSchema,
  searchAnswerSchema,
  type SearchAnswer,
} from './answers';
import { fieldsToAsk, resolveFields, type StoreFields } from './StoreFields';
import { productOf, UNKNOWN_PRODUCT, type Product } from './product';
import { StoreHosts } from './StoreHosts';

const MINUTE = 60_000;
/** A store is not upgraded often, and new indices have the fields of the old. */
const KEEP_PRODUCT_MS = 10 * MINUTE;
const KEEP_FIELDS_MS = 1 * MINUTE;
/** Of what a store says of itself, and of a page of lines. */
const SMALL_BYTES = 2 * 1024 * 1024;
const PAGE_BYTES = 32 * 1024 * 1024;
/** Of the time for an answer, what the store has: the rest is for the way. */
const OF_THE_STORE = 0.8;
/** Waiting, for each that is at work. */
const WAITING_EACH = 8;

/** What is asked while a search has time left. */
export interface StoreDeadline {
  /** Milliseconds since the epoch. */
  end: number;
  signal: AbortSignal;
  /** Whose turn it takes. */
  person: string;
}

/**
 * The one client for Elasticsearch 6.8 to 9 and OpenSearch 1 to 3. It only ever reads, from the indices of its
 * configuration, in plain JSON: media types of a vendor are refused by the other.
 */
export class LogStore {
  readonly source: SourceConfig;
  readonly #hosts: StoreHosts;
  readonly #turns: Turns;
  readonly #product = new SharedAnswers<Product>({
    keepMs: KEEP_PRODUCT_MS,
    most: 1,
  });
  readonly #fields = new SharedAnswers<StoreFields>({
    keepMs: KEEP_FIELDS_MS,
    most: 1,
  });

  constructor(source: SourceConfig) {
    const { name, urls, headers, ca, maxConcurrentSearches } = source;
    this.source = source;
    this.#hosts = new StoreHosts({
      name: `The log store ${name}`,
      urls,
      headers,
      ca,
      connections: maxConcurrentSearches + 4,
    });
    this.#turns = new Turns({
      name: `The log store ${name}`,
      atOnce: maxConcurrentSearches,
      waiting: maxConcurrentSearches * WAITING_EACH,
    });
  }

  /** Until when a question that begins now is answered, or given up. */
  deadline(signal: AbortSignal, person: string): StoreDeadline {
    const { timeoutMs } = this.source;
    return {
      end: Date.now() + timeoutMs,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      person,
    };
  }

  /** @throws OutsideError */
  product({ end, signal }: StoreDeadline): Promise<Product> {
    return this.#product.get(
      '',
      async within => {
        try {
          const answer = await this.#hosts.send({
            path: '/',
            timeoutMs: leftUntil(end),
            maxBytes: SMALL_BYTES,
            signal: within,
          });
          return productOf(jsonOf(answer, this.source.name));
        } catch (error) {
          if (saysNothing(error)) return UNKNOWN_PRODUCT;
          throw error;
        }
      },
      signal,
    );
  }

  /** How the fields are kept, over all indices. @throws OutsideError */
  fields({ end, signal }: StoreDeadline): Promise<StoreFields> {
    return this.#fields.get(
      '',
      async within => {
        const answer = await this.#hosts.send({
          path: `/${this.#index()}/_field_caps`,
          query: {
            fields: fieldsToAsk(this.source.fields).join(','),
            ...LENIENT,
          },
          timeoutMs: leftUntil(end),
          maxBytes: SMALL_BYTES,
          signal: within,
        });
        const { fields } = this.#parse(fieldCapsSchema, answer);
        return resolveFields(this.source.fields, fields);
      },
      signal,
    );
  }

  /**
   * @param preference - the same for the same search: its pages come from the same copies of the shards
   * @throws OutsideError
   */
  async search(
    body: object,
    { end, signal, person }: StoreDeadline,
    preference: string,
  ): Promise<SearchAnswer> {
    const work = async () => {
      const timeoutMs = leftUntil(end);
      const answer = await this.#hosts.send({
        method: 'POST',
        path: `/${this.#index()}/_search`,
        query: { preference, ...LENIENT },
        body: {
          ...body,
          timeout: `${Math.ceil(timeoutMs * OF_THE_STORE)}ms`,
        },
        timeoutMs,
        maxBytes: PAGE_BYTES,
        signal,
      });
      return this.#parse(searchAnswerSchema, answer);
    };
    return this.#turns.run(work, { person, signal });
  }

  async close(): Promise<void> {
    await this.#hosts.close();
  }

  /** Checked when the configuration was read. */
  #index(): string {
    return this.source.index.split(',').map(encodeURIComponent).join(',');
  }

  #parse<T>(schema: z.ZodType<T>, answer: OutsideAnswer): T {
    const { name } = this.source;
    const result = schema.safeParse(jsonOf(answer, name));
    if (result.success) return result.data;
    throw new OutsideError(
      `The log store ${name} answers what is not expected at "${result.error.issues[0].path.join(
        '.',
      )}"`,
      { fault: 'broken', cause: result.error },
    );
  }
}

/** What is not there, or closed, is left out, and said by the number of shards. */
const LENIENT = { ignore_unavailable: true, allow_no_indices: true };

function jsonOf({ text }: OutsideAnswer, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OutsideError(`The log store ${name} answers no JSON`, {
      fault: 'broken',
      cause,
    });
  }
}

/** `GET /` is not for everybody, and not everywhere. */
function saysNothing(error: unknown): boolean {
  return (
    error instanceof OutsideError &&
    (error.fault === 'forbidden' ||
      error.fault === 'broken' ||
      [400, 404, 405].includes(error.status ?? 0))
  );
}

function leftUntil(end: number): number {
  return Math.max(50, end - Date.now());
}
