import {
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { resources } from '../resources';
import type { KubeApi, UserInfo } from '../types';
import { pkiFolder, readOrWriteSecret } from './pki';

/** The people and programs that have a token from the start. */
export const USERS: Record<string, UserInfo> = {
  admin: { name: 'admin', uid: 'admin', groups: ['system:masters'] },
  portal: {
    name: 'system:serviceaccount:pilothouse:pilothouse',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:pilothouse'],
  },
  viewer: { name: 'viewer', groups: ['viewers'] },
  developer: { name: 'developer', groups: ['developers'] },
};

/** The tokens of one cluster by the names in {@link USERS}: made once, kept under `<dataDir>/pki`. */
export async function loadTokens(
  dataDir: string,
  cluster: string,
): Promise<Record<string, string>> {
  const folder = pkiFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const content = await readOrWriteSecret(
    join(folder, `${cluster}.tokens.json`),
    () => JSON.stringify(makeTokens(), undefined, 2),
  );
  const stored: Partial<Record<string, unknown>> = Object(JSON.parse(content));
  return Object.fromEntries(
    Object.entries(makeTokens()).map(([user, fresh]) => {
      const token = stored[user];
      return [user, typeof token === 'string' ? token : fresh];
    }),
  );
}

function makeTokens(): Record<string, string> {
  return Object.fromEntries(
    Object.keys(USERS).map(user => [
      user,
      randomBytes(24).toString('base64url'),
    ]),
  );
}

/** Knows who holds a bearer token. */
export class TokenAuthenticator {
  readonly #api: KubeApi;
  readonly #secret: string;
  /** By hash, so that looking a token up does not leak it through timing. */
  readonly #users: Map<string, UserInfo>;

  constructor(options: {
    api: KubeApi;
    tokens: Record<string, string>;
    secret: string;
  }) {
    this.#api = options.api;
    this.#secret = options.secret;
    this.#users = new Map(
      Object.entries(options.tokens).map(([user, token]) => [
        digest(token),
        USERS[user],
      ]),
    );
  }

  /** The holder of a token, or undefined when the token is not, or no longer, good. */
  authenticate(token: string): UserInfo | undefined {
    return this.#users.get(digest(token)) ?? this.#serviceAccount(token);
  }

  /** A token for a ServiceAccount, good until `expiry` (milliseconds since the epoch). */
  issue(
    account: { namespace: string; name: string; uid: string },
    expiry: number,
  ): string {
    const { namespace, name, uid } = account;
    const head = encode({ alg: 'HS256', typ: 'JWT' });
    const body = encode({
      aud: ['https://kubernetes.default.svc'],
      exp: Math.floor(expiry / 1000),
      iss: 'https://kubernetes.default.svc',
      'kubernetes.io': { namespace, serviceaccount: { name, uid } },
      sub: `system:serviceaccount:${namespace}:${name}`,
    });
    return `${head}.${body}.${this.#sign(`${head}.${body}`)}`;
  }

  #serviceAccount(token: string): UserInfo | undefined {
    const [head, body, signature = ''] = token.split('.');
    const good = Buffer.from(this.#sign(`${head}.${body}`));
    const given = Buffer.from(signature);
    if (good.length !== given.length || !timingSafeEqual(good, given))
      return undefined;
    // Signed by ourselves: it has the shape that `issue` gave it.
    const claims: {
      exp: number;
      'kubernetes.io': {
        namespace: string;
        serviceaccount: { name: string; uid: string };
      };
    } = JSON.parse(Buffer.from(body, 'base64url').toString());
    const { namespace, serviceaccount } = claims['kubernetes.io'];
    const { name, uid } = serviceaccount;
    const account = this.#api.get(resources.serviceAccounts, namespace, name);
    const expired = claims.exp * 1000 <= this.#api.clock.now();
    if (expired || account?.metadata.uid !== uid) return undefined;
    return {
      name: `system:serviceaccount:${namespace}:${name}`,
      uid,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    };
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#secret)
      .update(`${this.#api.cluster}:${text}`)
      .digest('base64url');
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
