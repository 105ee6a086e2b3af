import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { pkiFolder, readOrWriteSecret } from '../kubernetes/api/pki';
import { jsonAnswer, RegistryRefusal } from './http';
import type { RegistryAnswer, RegistryRequest } from './http';

/** What somebody may do with a repository. */
type Action = 'pull' | 'push';

/** The registry's accounts: the portal reads, pipelines bring images. */
export const ACCOUNTS: Record<string, readonly Action[]> = {
  portal: ['pull'],
  pipeline: ['pull', 'push'],
};

const TOKEN_LIFE_S = 300;
const MOST_TOKENS = 10_000;
const SERVICE = 'registry.yunfan.test';

/**
 * How the registry wants to be asked: for a token that was got from `/token` (the password itself will do too, as with
 * Harbor), or only with the password.
 */
export type AuthMode = 'token' | 'basic';

/** The passwords by account: made once, kept under `<dataDir>/pki`. */
export async function loadPasswords(
  dataDir: string,
): Promise<Record<string, string>> {
  const folder = pkiFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = Object.keys(ACCOUNTS).map(async account => {
    const file = join(folder, `registry-${account}.password`);
    const make = () => randomBytes(24).toString('base64url');
    return [account, await readOrWriteSecret(file, make)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

interface Token {
  repository: string;
  actions: readonly Action[];
  until: number;
}

/** Knows who asks, and what they may. */
export class Gatekeeper {
  readonly #clock: Clock;
  readonly #mode: AuthMode;
  readonly #passwords: ReadonlyMap<string, string>;
  readonly #tokens = new Map<string, Token>();

  constructor(options: {
    clock: Clock;
    mode: AuthMode;
    passwords: Readonly<Record<string, string>>;
  }) {
    this.#clock = options.clock;
    this.#mode = options.mode;
    this.#passwords = new Map(Object.entries(options.passwords));
  }

  /**
   * @param repository - missing for the registry as a whole
   * @throws RegistryRefusal
   */
  check(request: RegistryRequest, action: Action, repository?: string): void {
    const allowed = this.#allowed(request, repository);
    if (!allowed) throw this.challenge(request, action, repository);
    if (!allowed.includes(action)) {
      throw new RegistryRefusal(
        'DENIED',
        'requested access to the resource is denied',
      );
    }
  }

  /** What is answered to somebody who is not known. */
  challenge(
    { host }: RegistryRequest,
    action: Action = 'pull',
    repository?: string,
  ): RegistryRefusal {
    const scope =
      repository === undefined
        ? ''
        : `,scope="repository:${repository}:${
            action === 'push' ? 'pull,push' : 'pull'
          }"`;
    return new RegistryRefusal('UNAUTHORIZED', 'authentication required', {
      'WWW-Authenticate':
        this.#mode === 'basic'
          ? `Basic realm="${SERVICE}"`
          : `Bearer realm="http://${host}/token",service="${SERVICE}"${scope}`,
    });
  }

  /**
   * `GET /token`: for one repository, and of what is asked for as much as the account may do.
   *
   * @throws RegistryRefusal
   */
  token(request: RegistryRequest): RegistryAnswer {
    if (this.#mode === 'basic') {
      throw new RegistryRefusal('NAME_UNKNOWN', 'no tokens here');
    }
    const actions = this.#account(request.authorization);
    if (!actions) {
      throw new RegistryRefusal('UNAUTHORIZED', 'invalid username/password', {
        'WWW-Authenticate': `Basic realm="${SERVICE}"`,
      });
    }
    const scope = request.query.get('scope') ?? '';
    const [, repository = '', wanted = ''] =
      /^repository:([^:]+):([a-z,]+)$/.exec(scope) ?? [];
    const token = randomBytes(32).toString('base64url');
    const now = this.#clock.now();
    this.#tokens.set(token, {
      repository,
      actions: actions.filter(action => wanted.split(',').includes(action)),
      until: now + TOKEN_LIFE_S * 1000,
    });
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > MOST_TOKENS) this.#tokens.delete(oldest);
    return jsonAnswer(200, {
      token,
      access_token: token,
      expires_in: TOKEN_LIFE_S,
      issued_at: new Date(now).toISOString(),
    });
  }

  /** @returns `undefined` for somebody who is not known */
  #allowed(
    { authorization }: RegistryRequest,
    repository: string | undefined,
  ): readonly Action[] | undefined {
    const [, bearer] = /^bearer (.+)$/i.exec(authorization ?? '') ?? [];
    if (bearer === undefined) return this.#account(authorization);
    const token = this.#tokens.get(bearer);
    if (!token || token.until <= this.#clock.now()) return undefined;
    if (repository === undefined) return ['pull'];
    return token.repository === repository ? token.actions : undefined;
  }

  #account(authorization: string | undefined): readonly Action[] | undefined {
    const [, encoded] = /^basic (.+)$/i.exec(authorization ?? '') ?? [];
    const plain = Buffer.from(encoded ?? '', 'base64').toString();
    const colon = plain.indexOf(':');
    const account = plain.slice(0, Math.max(0, colon));
    const password = this.#passwords.get(account);
    if (password === undefined) return undefined;
    const fits = timingSafeEqual(
      sha256(password),
      sha256(plain.slice(colon + 1)),
    );
    return fits ? ACCOUNTS[account] : undefined;
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
