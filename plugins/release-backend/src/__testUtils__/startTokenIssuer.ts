import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const KEY_ID = 'of-the-test';

/** What a token says; the rest is what GitLab would say. */
interface Claims {
  sub: string;
  aud?: string;
  iss?: string;
  /** In seconds from now. */
  expiresIn?: number;
}

/** Gives tokens to jobs as GitLab does: signed, for one audience, and with its keys at an address. */
export async function startTokenIssuer(audience: string) {
  const { publicKey, privateKey } = newKey();
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID };
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: [{ ...jwk, alg: 'RS256' }] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const tokenOf = (key: KeyObject, claims: Claims) => {
    const now = Math.floor(Date.now() / 1000);
    const { expiresIn = 300, ...rest } = claims;
    const payload = { iss: issuer, aud: audience, iat: now, ...rest };
    const head = encode({ alg: 'RS256', typ: 'JWT', kid: KEY_ID });
    const body = `${head}.${encode({ ...payload, exp: now + expiresIn })}`;
    return `${body}.${sign('sha256', Buffer.from(body), key).toString(
      'base64url',
    )}`;
  };
  return {
    issuer,
    /** An entry of `backend.auth.externalAccess`. */
    access: (subjectPrefix: string) => ({
      type: 'jwks',
      options: {
        url: `${issuer}/oauth/discovery/keys`,
        issuer,
        algorithm: 'RS256',
        audience,
        subjectPrefix,
      },
      accessRestrictions: [{ plugin: 'release' }],
    }),
    token: (claims: Claims) => tokenOf(privateKey, claims),
    /** The same, by somebody who does not have the key. */
    forged: (claims: Claims) => tokenOf(newKey().privateKey, claims),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function newKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
