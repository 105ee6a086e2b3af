import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pkiFolder, readOrWriteSecret } from '../kubernetes/api/pki';
import type { StoreAnswer } from './http';
import type { Product } from './products';

/** What opens the store: a password, or a key in its place. */
export interface StoreSecrets {
  /** Of the account `portal`. */
  portal: string;
  /** As it stands behind `ApiKey` in a header. */
  'api-key': string;
}

const ACCOUNT = 'portal';

/** Made once, kept under `<dataDir>/pki`. */
export async function loadStoreSecrets(dataDir: string): Promise<StoreSecrets> {
  const folder = pkiFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const password = () => randomBytes(24).toString('base64url');
  const key = () =>
    Buffer.from(
      `${randomBytes(15).toString('base64url')}:${randomBytes(16).toString(
        'base64url',
      )}`,
    ).toString('base64');
  const file = (name: string) => join(folder, `elasticsearch-${name}`);
  return {
    portal: await readOrWriteSecret(file('portal.password'), password),
    'api-key': await readOrWriteSecret(file('api-key.token'), key),
  };
}

/** Whether a request may pass. */
export function mayPass(
  authorization: string | undefined,
  secrets: StoreSecrets,
  { apiKeys }: Product,
): boolean {
  const [, scheme, value = ''] =
    /^(basic|apikey) +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (scheme?.toLowerCase() === 'apikey') {
    return apiKeys && isSame(value, secrets['api-key']);
  }
  const plain = Buffer.from(value, 'base64').toString();
  return isSame(plain, `${ACCOUNT}:${secrets.portal}`);
}

/** What a stranger is told. */
export function unknownAccount(
  product: Product,
  uri: string,
  hasTried: boolean,
): StoreAnswer {
  const challenge = [
    'Basic realm="security" charset="UTF-8"',
    ...(product.apiKeys ? ['ApiKey'] : []),
  ];
  const headers = { 'WWW-Authenticate': challenge.join(', ') };
  if (product.isOpenSearch) {
    const text = { 'Content-Type': 'text/plain; charset=UTF-8' };
    return {
      status: 401,
      headers: { ...headers, ...text },
      body: 'Unauthorized',
    };
  }
  const cause = {
    type: 'security_exception',
    reason: hasTried
      ? `unable to authenticate user [portal] for REST request [${uri}]`
      : `missing authentication credentials for REST request [${uri}]`,
    header: { 'WWW-Authenticate': challenge },
  };
  return {
    status: 401,
    headers,
    body: { error: { root_cause: [cause], ...cause }, status: 401 },
  };
}

function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
