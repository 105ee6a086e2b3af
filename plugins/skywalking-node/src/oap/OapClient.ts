import {
  OutsideHttp,
  SharedAnswers,
  Turns,
  type OutsideHttpOptions,
} from '@pilothouse/pilothouse-node';
import { plainLine } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { SkywalkingError } from '../SkywalkingError';
import {
  capabilitiesOf,
  fieldsOfVersion,
  type Capabilities,
} from './capabilities';
import { parseZone } from './duration';

/** Longer than that nobody looks at a spinner. */
export const CALL_MS = 2_500;
const MOST_BYTES = 8 * 1024 * 1024;
/** Many look at the same page; numbers of a minute do not change faster. */
const KEEP_ANSWER_MS = 10_000;
const MOST_ANSWERS = 300;
/** An upgrade of the OAP, or another offset of its zone, is noticed so much later. */
const KEEP_ABOUT_MS = 5 * 60_000;

/** Who has less time left than that is not worth a request. */
const LEAST_MS = 100;
/** Requests at the same time, and those that may wait for their turn. */
const AT_ONCE = 16;
const MOST_WAITING = 512;
/** Whose turns those are that nobody asked for: evidence of rollouts. */
const PORTAL = '';

/** Who waits, and how long. */
export interface AskOptions {
  /** Whose turn a question takes: nobody's questions keep those of others waiting. The portal's own when missing. */
  person?: string;
  signal?: AbortSignal;
  /** When there has to be an answer, in milliseconds since the epoch; several questions may share it. */
  deadline?: number;
}

export interface OapQuestion<T> {
  /** GraphQL, the same text for the same kind of question: what differs goes into variables. */
  document: string;
  variables?: Readonly<Record<string, unknown>>;
  /** Of `data`. */
  schema: z.ZodType<T>;
}

/** An OAP, as far as it says itself. */
export interface AboutOap {
  capabilities: Capabilities;
  /** Offset of its zone in milliseconds: durations are read in it. */
  zone: number;
}

interface Options extends OutsideHttpOptions {
  /** Its name in the configuration. */
  instance: string;
  /** Offset of its zone where the configuration says it. */
  zone?: number;
  /** For one request, in milliseconds; {@link CALL_MS} when missing. */
  callMs?: number;
  clock?: () => number;
}

const graphqlSchema = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string().catch('') })).nullish(),
});

const timeSchema = z.object({ timezone: z.string().nullish() }).nullish();

const aboutSchema = z.object({
  version: z.string().nullish(),
  getTimeInfo: timeSchema,
  __type: z
    .object({ fields: z.array(z.object({ name: z.string() })).nullish() })
    .nullish(),
});

const ABOUT = `query About {
  version
  getTimeInfo { timezone }
  __type(name: "Query") { fields { name } }
}`;

const VERSION = `query Version {
  version
  getTimeInfo { timezone }
}`;

/**
 * Asks one OAP over GraphQL: with a deadline and a bound, once for everybody who asks the same, and every answer checked.
 */
export class OapClient {
  readonly instance: string;
  readonly #http: OutsideHttp;
  readonly #turns: Turns;
  readonly #zone?: number;
  readonly #callMs: number;
  readonly #clock: () => number;
  readonly #answers: SharedAnswers<unknown>;
  readonly #about: SharedAnswers<AboutOap>;

  constructor(options: Options) {
    const {
      instance,
      zone,
      callMs = CALL_MS,
      clock = Date.now,
      ...http
    } = options;
    this.instance = instance;
    this.#http = new OutsideHttp({ ...http, connections: AT_ONCE });
    this.#turns = new Turns({
      name: http.name,
      atOnce: AT_ONCE,
      waiting: MOST_WAITING,
    });
    this.#zone = zone;
    this.#callMs = callMs;
    this.#clock = clock;
    this.#answers = new SharedAnswers({
      keepMs: KEEP_ANSWER_MS,
      most: MOST_ANSWERS,
      clock,
    });
    this.#about = new SharedAnswers({ keepMs: KEEP_ABOUT_MS, most: 1, clock });
  }

  /** @throws SkywalkingError; what the signal says when it is aborted */
  async ask<T>(question: OapQuestion<T>, options: AskOptions = {}): Promise<T> {
    const { document, variables = {}, schema } = question;
    const key = JSON.stringify([document, variables]);
    const data = await this.#answers.get(
      key,
      signal => this.#send(document, variables, { ...options, signal }),
      options.signal,
    );
    const result = schema.safeParse(data);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw this.#unexpected(
      `answered something else than expected at ${issue.path.join('.')}`,
    );
  }

  /** What it can do, and which time it has. @throws SkywalkingError */
  about(options: AskOptions = {}): Promise<AboutOap> {
    return this.#about.get(
      'about',
      // For everybody: whoever asks first, it waits in nobody's queue.
      signal => this.#findOut({ signal }),
      options.signal,
    );
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#http.close();
  }

  async #findOut(options: AskOptions): Promise<AboutOap> {
    const ask = async (document: string) =>
      aboutSchema.safeParse(await this.#send(document, {}, options));
    const answer = await ask(ABOUT).catch(error => {
      // Some close introspection; then the version has to do.
      const isRefused =
        error instanceof SkywalkingError && error.fault === 'unexpected';
      if (!isRefused) throw error;
      return ask(VERSION);
    });
    if (!answer.success) throw this.#unexpected('does not say what it is');
    const { version, getTimeInfo, __type: query } = answer.data;
    const known = version ?? undefined;
    const fields = query?.fields?.map(({ name }) => name);
    const zone = this.#zone ?? parseZone(getTimeInfo?.timezone ?? '');
    if (zone === undefined) {
      throw this.#unexpected(
        'does not say which time zone it has; set timezone in its configuration',
      );
    }
    return {
      capabilities: capabilitiesOf(
        known,
        fields ? new Set(fields) : fieldsOfVersion(known),
      ),
      zone,
    };
  }

  async #send(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    {
      person = PORTAL,
      signal,
      deadline = Number.POSITIVE_INFINITY,
    }: AskOptions,
  ): Promise<unknown> {
    const left = Math.ceil(Math.min(this.#callMs, deadline - this.#clock()));
    if (left < LEAST_MS) throw this.#late();
    const began = performance.now();
    const timeUp = AbortSignal.timeout(left);
    const send = async () => {
      // A request that cannot be answered in time would only make it look as if nobody answered.
      const rest = Math.floor(left - (performance.now() - began));
      if (rest < LEAST_MS) throw this.#late();
      return this.#http.send({
        method: 'POST',
        path: '/graphql',
        body: { query, variables },
        timeoutMs: rest,
        maxBytes: MOST_BYTES,
        signal,
      });
    };
    let text: string;
    try {
      ({ text } = await this.#turns.run(send, {
        person,
        signal: signal ? AbortSignal.any([signal, timeUp]) : timeUp,
      }));
    } catch (error) {
      if (timeUp.aborted && error === timeUp.reason) throw this.#late();
      throw SkywalkingError.from(error, this.instance);
    }
    const answer = graphqlSchema.safeParse(jsonOf(text));
    if (!answer.success) throw this.#unexpected('answered no GraphQL');
    const [error] = answer.data.errors ?? [];
    if (error) {
      throw this.#unexpected(`refused: ${plainLine(error.message, 200)}`);
    }
    return answer.data.data;
  }

  #late(): SkywalkingError {
    return new SkywalkingError(`${this.#http.name} has not answered in time`, {
      fault: 'timeout',
      instance: this.instance,
    });
  }

  #unexpected(what: string): SkywalkingError {
    return new SkywalkingError(`${this.#http.name} ${what}`, {
      fault: 'unexpected',
      instance: this.instance,
    });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
