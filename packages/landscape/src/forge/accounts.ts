import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { pkiFolder, readOrWriteSecret } from '../kubernetes/api/pki';
import { join } from 'node:path';

/** What a token may do. */
export type Scope = 'api' | 'read_api';

/** Who has a token: the portal works with the whole API, `reader` only looks. */
export const ACCOUNTS = { portal: 'api', reader: 'read_api' } as const;

export type Account = keyof typeof ACCOUNTS;

/** The tokens by account: made once, kept under `<dataDir>/pki`. */
export async function loadForgeTokens(
  dataDir: string,
): Promise<Record<Account, string>> {
  const folder = pkiFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const load = (account: Account) =>
    readOrWriteSecret(
      join(folder, `forge-${account}.token`),
      () =>
        // The prefix is by which scanners know a token that leaked.
        `glpat-${randomBytes(24).toString('base64url')}`,
    );
  return { portal: await load('portal'), reader: await load('reader') };
}

/** Knows who asks by the token of a request. */
export class Doorkeeper {
  readonly #tokens: readonly [Account, Buffer][];

  constructor(tokens: Readonly<Record<Account, string>>) {
    this.#tokens = [
      ['portal', sha256(tokens.portal)],
      ['reader', sha256(tokens.reader)],
    ];
  }

  /** The account behind `PRIVATE-TOKEN`, a bearer token, or the password of whatever user name git sends. */
  accountOf(headers: IncomingHttpHeaders): Account | undefined {
    const own = headers['private-token'];
    if (typeof own === 'string') return this.#find(own);
    const { authorization = '' } = headers;
    const [, bearer] = /^bearer (\S+)$/i.exec(authorization) ?? [];
    if (bearer !== undefined) return this.#find(bearer);
    const [, encoded = ''] = /^basic (\S+)$/i.exec(authorization) ?? [];
    const plain = Buffer.from(encoded, 'base64').toString();
    return this.#find(plain.slice(plain.indexOf(':') + 1));
  }

  #find(token: string): Account | undefined {
    const given = sha256(token);
    return this.#tokens.find(([, known]) => timingSafeEqual(known, given))?.[0];
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
