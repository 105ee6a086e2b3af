import * as z from 'zod';
import { BoundedCache } from './BoundedCache';
import { parseChallenge, trustedRealm, type Challenge } from './challenge';
import type { RegistryConfig } from './readRegistries';
import { RegistryError } from './RegistryError';
import { SharedWork } from './SharedWork';

type BearerChallenge = Extract<Challenge, { scheme: 'bearer' }>;

/** What the specification says for tokens that do not tell. */
const USUAL_LIFE_S = 60;
const LONGEST_LIFE_S = 3_600;
/** A token is used for this part of its life, so that it does not end on the way. */
const USED_LIFE = 0.8;

/** A header takes no other characters. */
const token = z
  .string()
  .max(32_768)
  .regex(/^[\x21-\x7e]+$/);

const answerSchema = z
  .object({
    token: token.optional(),
    access_token: token.optional(),
    expires_in: z.number().positive().optional().catch(undefined),
  })
  .transform(({ token: plain, access_token, expires_in }) => ({
    token: plain ?? access_token,
    lifeS: Math.min(expires_in ?? USUAL_LIFE_S, LONGEST_LIFE_S),
  }));

interface Options {
  config: RegistryConfig;
  clock: () => number;
  /** Sends the password without being asked. */
  basic?: boolean;
  /** Sends a GET. */
  ask(
    url: URL,
    headers: Record<string, string>,
    signal: AbortSignal | undefined,
  ): Promise<{ status: number; body: Buffer }>;
}

/**
 * What stands in the header `Authorization`: the password of the configuration, or a token that was got for it, to pull
 * from one repository. Remembers what the registry wanted, so that most requests are right the first time.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export class RegistryTokens {
  readonly #options: Options;
  readonly #tokens: BoundedCache<string>;
  readonly #asking = new SharedWork<string>();
  readonly #password: string | undefined;
  #wanted: Challenge | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#tokens = new BoundedCache({
      size: 1_000,
      keepMs: USUAL_LIFE_S * 1000,
      clock: options.clock,
    });
    if (options.basic) this.#wanted = { scheme: 'basic' };
    const { username, password } = options.config;
    if (username !== undefined) {
      const plain = Buffer.from(`${username}:${password}`);
      this.#password = `Basic ${plain.toString('base64')}`;
    }
  }

  /** What the registry is expected to want. */
  async known(
    repository: string,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    if (this.#wanted?.scheme === 'basic') return this.#password;
    if (this.#wanted?.scheme !== 'bearer') return undefined;
    return this.#token(this.#wanted, repository, signal);
  }

  /**
   * What the registry wants now.
   *
   * @param request - `refused`: what it did not accept
   * @returns `undefined` where there is nothing else to offer
   * @throws RegistryError
   */
  async answer(
    header: string | string[] | undefined,
    request: { repository: string; refused: string | undefined },
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const challenge = parseChallenge(header);
    if (challenge?.scheme === 'bearer') {
      this.#wanted = challenge;
      const key = this.#key(challenge, request.repository);
      // Somebody else may have got a newer one meanwhile.
      if (this.#tokens.get(key) === request.refused) this.#tokens.delete(key);
      return this.#token(challenge, request.repository, signal);
    }
    if (challenge?.scheme !== 'basic') return undefined;
    this.#wanted = challenge;
    return this.#password === request.refused ? undefined : this.#password;
  }

  #key({ realm, service }: BearerChallenge, repository: string): string {
    return JSON.stringify([realm, service, repository]);
  }

  async #token(
    challenge: BearerChallenge,
    repository: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const key = this.#key(challenge, repository);
    return (
      this.#tokens.get(key) ??
      this.#asking.do(key, () => this.#ask(challenge, repository, key), signal)
    );
  }

  async #ask(
    { realm, service }: BearerChallenge,
    repository: string,
    key: string,
  ): Promise<string> {
    const { config, ask } = this.#options;
    const url = trustedRealm(realm, new URL(config.url), config.tokenHosts);
    if (!url) {
      throw new RegistryError(
        'invalid',
        `The registry ${config.host} wants its password sent to another host; release.registries[].tokenHosts can allow that`,
      );
    }
    if (service !== undefined) url.searchParams.set('service', service);
    // Never what the registry asks for: reading is enough.
    url.searchParams.set('scope', `repository:${repository}:pull`);
    const headers: Record<string, string> = this.#password
      ? { authorization: this.#password }
      : {};
    const { status, body } = await ask(url, headers, undefined);
    if (status === 401 || status === 403) {
      throw new RegistryError(
        'refuses',
        `The registry ${config.host} gives the portal no token for ${repository}`,
      );
    }
    const answer = answerSchema.safeParse(status === 200 ? json(body) : {});
    if (!answer.success || answer.data.token === undefined) {
      throw new RegistryError(
        status >= 500 ? 'away' : 'invalid',
        `What gives tokens for the registry ${config.host} answers ${status} without one`,
      );
    }
    const { lifeS } = answer.data;
    const authorization = `Bearer ${answer.data.token}`;
    this.#tokens.set(key, authorization, lifeS * USED_LIFE * 1000);
    return authorization;
  }
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
