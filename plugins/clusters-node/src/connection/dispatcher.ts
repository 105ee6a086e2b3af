import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import type { ConnectionSettings } from './connectionSettings';

/**
 * How many connections each purpose may hold, so that none starves the others: HTTP/1.1 carries one request each. Of
 * the logs, only so many may be followed, which takes hours: the rest is left to those that are read once. And only so
 * many watches may be of the details of single namespaces, however many those are: the rest is left to the kinds by
 * which a cluster is judged, and to what is watched in all namespaces.
 */
export const CONNECTIONS = {
  watches: 40,
  detailWatches: 28,
  logs: 24,
  follows: 16,
  requests: 16,
};

const CONNECT_TIMEOUT = 5_000;
const KEEP_ALIVE = 30_000;

/**
 * The keep-alive pool of one cluster. Goes through the proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. It has no time
 * limits of its own for answers: every request brings its deadline.
 */
export function createDispatcher(settings: ConnectionSettings): Dispatcher {
  const { ca, cert, key, rejectUnauthorized } = settings;
  const tls = { ca, cert, key, rejectUnauthorized };
  return new EnvHttpProxyAgent({
    connections: CONNECTIONS.watches + CONNECTIONS.logs + CONNECTIONS.requests,
    pipelining: 1,
    connect: { ...tls, timeout: CONNECT_TIMEOUT },
    // The same for a connection through a proxy's tunnel.
    requestTls: { ...tls, timeout: CONNECT_TIMEOUT },
    keepAliveTimeout: KEEP_ALIVE,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Settings that share a pool: the token is not part of a connection. */
export function dispatcherKey(settings: ConnectionSettings): string {
  const { origin, ca, cert, key, rejectUnauthorized } = settings;
  return JSON.stringify([origin, ca, cert, key, rejectUnauthorized]);
}
