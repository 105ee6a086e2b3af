import { once } from 'node:events';
import { createServer } from 'node:http';
import { createLog } from './log.js';
import { createMetrics } from './metrics.js';
import { routes as ours } from './routes.js';
import { createHandler } from './server.js';

/**
 * Starts the service and, on a port of their own, its metrics.
 *
 * @param {object} options
 * @param {number} options.port 0 finds a free one
 * @param {number} options.metricsPort
 * @param {string} [options.logLevel]
 * @param {number} [options.drainMs] what the last requests get to end
 * @param {(line: string) => void} [options.write] where log lines go
 * @param {typeof ours} [options.routes]
 */
export async function startService({
  port,
  metricsPort,
  logLevel = 'info',
  drainMs = 20_000,
  write,
  routes = ours,
}) {
  const log = createLog({ level: logLevel, write });
  const metrics = createMetrics();
  const state = { leaving: false };

  const server = createServer(createHandler({ routes, log, metrics, state }));
  // Longer than the gateway keeps an idle connection: it is the one to close it, never in mid-request.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  server.requestTimeout = 60_000;
  const metricsServer = createServer((request, response) => {
    const found = request.url === '/metrics';
    response.writeHead(found ? 200 : 404, {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    });
    response.end(found ? metrics.text() : 'Try /metrics\n');
  });

  await listen(server, port);
  await listen(metricsServer, metricsPort);
  log.info('Started', { port: server.address().port });

  return {
    port: server.address().port,
    metricsPort: metricsServer.address().port,
    /** Says that it is not ready, lets the requests in hand end, then closes. */
    async stop(reason) {
      if (state.leaving) return;
      state.leaving = true;
      log.info('Leaving', { reason });
      const closed = close(server);
      server.closeIdleConnections();
      const patience = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(patience);
      metricsServer.closeAllConnections();
      await close(metricsServer);
      log.info('Left');
    },
  };
}

async function listen(server, port) {
  server.listen(port);
  await once(server, 'listening');
}

function close(server) {
  return new Promise(resolve => server.close(resolve));
}
