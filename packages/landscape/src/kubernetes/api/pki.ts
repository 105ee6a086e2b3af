import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { readIfThere } from '../../read-if-there';

/** The certificates of a landscape, as PEM. */
export interface Pki {
  caPem: string;
  certificatePem: string;
  keyPem: string;
  /** Signs the tokens of ServiceAccounts. */
  tokenSecret: string;
}

const ALGORITHM: EcKeyGenParams & EcdsaParams = {
  name: 'ECDSA',
  namedCurve: 'P-256',
  hash: 'SHA-256',
};
const DAY = 86_400_000;
const LIFETIME = 3650 * DAY;

const loading = new Map<string, Promise<Pki>>();

/** The certificates under `<dataDir>/pki`, made once; all clusters of a landscape share them. */
export function loadPki(dataDir: string): Promise<Pki> {
  const folder = pkiFolder(dataDir);
  let pki = loading.get(folder);
  if (!pki) {
    pki = readOrMake(folder).finally(() => loading.delete(folder));
    loading.set(folder, pki);
  }
  return pki;
}

/** Where the secrets of a landscape are kept. */
export function pkiFolder(dataDir: string): string {
  return join(dataDir, 'pki');
}

/** Reads a file that only its owner may read, and makes it first when it is missing. */
export async function readOrWriteSecret(
  file: string,
  make: () => Promise<string> | string,
): Promise<string> {
  const present = await readIfThere(file);
  if (present !== undefined) return present;
  const content = await make();
  await writeFile(file, content, { mode: 0o600 });
  return content;
}

async function readOrMake(folder: string): Promise<Pki> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // One file, so that certificate, key and CA always belong together.
  const content = await readOrWriteSecret(
    join(folder, 'server.json'),
    async () => JSON.stringify(await makePki()),
  );
  return parsePki(JSON.parse(content), folder);
}

function parsePki(content: unknown, folder: string): Pki {
  const fields: Partial<Record<string, unknown>> = Object(content);
  const { caPem, certificatePem, keyPem, tokenSecret } = fields;
  if (
    typeof caPem !== 'string' ||
    typeof certificatePem !== 'string' ||
    typeof keyPem !== 'string' ||
    typeof tokenSecret !== 'string'
  )
    throw new Error(`${folder} is damaged: delete it and start again`);
  return { caPem, certificatePem, keyPem, tokenSecret };
}

async function makePki(): Promise<Pki> {
  const caKeys = await crypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]);
  const validity = {
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + LIFETIME),
  };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=landscape-ca',
    serialNumber: serialNumber(),
    keys: caKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=kube-apiserver',
    issuer: ca.subject,
    serialNumber: serialNumber(),
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    caPem: `${ca.toString('pem')}\n`,
    certificatePem: `${certificate.toString('pem')}\n`,
    keyPem: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`,
    tokenSecret: randomBytes(32).toString('base64url'),
  };
}

function serialNumber(): string {
  // Positive, as the standard wants it.
  return `01${randomBytes(15).toString('hex')}`;
}
