/*
 * Loaded into the backend before anything else (NODE_OPTIONS=--require …): counts what it asks of databases and of other
 * servers, keeps how long it looked at each rollout, and tells so on a local socket. The product knows nothing of it:
 * what it counts is what Node, the database drivers and OpenTelemetry say by themselves.
 */
'use strict';

const { PILOTHOUSE_BENCH_SOCKET: socket } = process.env;

// The command that starts the backend has the same environment.
if (socket && /[\\/]backend[\\/]src[\\/]index/.test(process.argv[1] ?? '')) {
  serve(socket);
}

function serve(path) {
  const http = require('node:http');
  const { Counts } = require('./counts');
  const { hookDatabases, hookMetrics, hookRequests } = require('./hooks');
  const { profile } = require('./profile');
  const counts = new Counts();
  hookRequests(counts);
  hookDatabases(counts);
  hookMetrics(counts);
  http
    .createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url, 'http://probe');
      const answers = {
        '/take': () => counts.take(),
        '/gauges': () => counts.gauges,
        '/profile': () => profile(Number(searchParams.get('ms'))),
      };
      try {
        response.end(JSON.stringify(await answers[pathname]()));
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    })
    .listen(path)
    .unref();
}
