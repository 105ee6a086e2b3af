import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { createLog } from './log.js';
import { methods as ours } from './methods.js';
import { createMetrics } from './metrics.js';
import { answer } from './rpc.js';

/** Longer lines are no calls. */
const LONGEST_LINE = 1024 * 1024;

/**
 * Starts the service: JSON-RPC 2.0, a line for each call and answer, over TCP; and, on a port of their own, its metrics.
 *
 * @param {object} options
 * @param {number} options.port 0 finds a free one
 * @param {number} options.metricsPort
 * @param {string} [options.logLevel]
 * @param {number} [options.drainMs] what the last calls get to end
 * @param {(line: string) => void} [options.write] where log lines go
 * @param {typeof ours} [options.methods]
 */
export async function startService({
  port,
  metricsPort,
  logLevel = 'info',
  drainMs = 20_000,
  write,
  methods = ours,
}) {
  const log = createLog({ level: logLevel, write });
  const metrics = createMetrics();
  const connections = new Set();
  let leaving = false;

  const server = createServer({ keepAlive: true }, socket => {
    const connection = { socket, calls: 0 };
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
    // Probes and gateways come and go.
    socket.on('error', () => socket.destroy());
    let size = 0;
    socket.on('data', chunk => {
      const end = chunk.lastIndexOf(10);
      size = end < 0 ? size + chunk.length : chunk.length - end - 1;
      if (size > LONGEST_LINE) socket.destroy();
    });
    createInterface({ input: socket, crlfDelay: Infinity }).on(
      'line',
      async line => {
        connection.calls += 1;
        const text = await answer(line, { methods, log, metrics });
        connection.calls -= 1;
        if (socket.destroyed) return;
        if (text) socket.write(`${text}\n`);
        if (leaving && connection.calls === 0) socket.end();
      },
    );
  });
  const metricsServer = createHttpServer((request, response) => {
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
    /** Takes no new connection, lets the calls in hand end, then closes. */
    async stop(reason) {
      if (leaving) return;
      leaving = true;
      log.info('Leaving', { reason });
      const closed = close(server);
      for (const { socket, calls } of connections) {
        if (calls === 0) socket.end();
      }
      const patience = setTimeout(
        () => connections.forEach(({ socket }) => socket.destroy()),
        drainMs,
      );
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
