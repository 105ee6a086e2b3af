'use strict';

const net = require('node:net');
const { Failure } = require('./console');

/**
 * Where things listen: app 3000, backend 7007, landscape from 7100 on; with PILOTHOUSE_PORT_BASE=N they are at N, N+1
 * and from N+10 on.
 */
function portsFromEnvironment(env = process.env) {
  const text = env.PILOTHOUSE_PORT_BASE;
  if (!text) return { app: 3000, backend: 7007, landscape: 7100 };
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1024 || base > 65000) {
    throw new Failure(
      `PILOTHOUSE_PORT_BASE is "${text}": give a whole number from 1024 to 65000.`,
    );
  }
  return { app: base, backend: base + 1, landscape: base + 10 };
}

/** One sentence about the ports that somebody else uses, or undefined when all are free. */
async function busyPorts({ app, backend, landscape }) {
  const busy = [];
  for (const [name, port] of Object.entries({ app, backend, landscape })) {
    if (!(await isFree(port))) busy.push(`${port} (${name})`);
  }
  if (busy.length === 0) return undefined;
  const [subject, object] =
    busy.length === 1
      ? [`port ${busy[0]} is`, 'it']
      : [`ports ${busy.join(', ')} are`, 'them'];
  return `${subject} in use: stop what uses ${object}, or choose others, such as PILOTHOUSE_PORT_BASE=4000 npm start.`;
}

/** Whether nobody listens there, on any loopback address that a browser could end up at. */
async function isFree(port) {
  for (const host of ['127.0.0.1', '::1', '0.0.0.0']) {
    const error = await new Promise(resolve => {
      const server = net.createServer();
      server.once('error', resolve);
      server.listen({ port, host, exclusive: true }, () =>
        server.close(() => resolve(undefined)),
      );
    });
    if (error?.code === 'EADDRINUSE') return false;
  }
  return true;
}

/** A number of ports that are free now and follow each other. */
async function freePorts(count) {
  for (;;) {
    const first = 20000 + Math.floor(Math.random() * 30000);
    const range = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(range.map(isFree));
    if (free.every(Boolean)) return range;
  }
}

module.exports = { busyPorts, freePorts, isFree, portsFromEnvironment };
