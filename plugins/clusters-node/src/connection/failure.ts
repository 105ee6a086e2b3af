import { toError } from '@backstage/errors';

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  EPIPE: 'the connection was broken',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
  UND_ERR_SOCKET: 'the connection was broken',
  UND_ERR_ABORTED: 'the request was given up',
  UND_ERR_DESTROYED: 'the connection is closed',
  UND_ERR_CLOSED: 'the connection is closed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by the given CA',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not signed by the given CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is not signed by the given CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is not signed by the given CA',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

/**
 * Says in words why a connection failed, from the error's code alone: messages may name what was sent.
 */
export function describeFailure(cause: unknown): string {
  for (let error = cause, depth = 0; depth < 4; depth++) {
    const code = codeOf(error);
    if (code) return WORDS[code] ?? `the connection failed (${code})`;
    if (!(error instanceof Error) || error.cause === undefined) break;
    error = error.cause;
  }
  const { name, message } = toError(cause);
  if (name === 'TimeoutError') return message;
  if (name === 'AbortError') return 'the request was given up';
  if (name === 'SyntaxError') return 'what it sent is no JSON';
  // `terminated`, by which undici says that a body broke off, has no code of its own.
  return message === 'terminated'
    ? 'the connection was broken'
    : `the connection failed (${name})`;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) {
    return undefined;
  }
  return typeof error.code === 'string' ? error.code : undefined;
}
