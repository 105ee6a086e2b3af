/*
 * npm start, npm test, npm run landscape: prepares what is missing, then hands over to the yarn script of that name.
 * Runs on any Node from 20 with nothing installed, so it uses only what Node and npm bring with them.
 */
'use strict';

const { spawn } = require('node:child_process');
const { Failure, print } = require('./lib/console');
const { checkPrerequisites } = require('./lib/prerequisites');
const { prepare } = require('./lib/prepare');
const { busyPorts, portsFromEnvironment } = require('./lib/ports');

const USAGE = `usage: node scripts/pilothouse.js COMMAND
  start          the portal on the landscape
  landscape      the landscape alone
  test           all tests
  setup          prepares everything and ends
  run SCRIPT …   prepares everything, then yarn run SCRIPT …`;

/** Command → what it needs and the yarn script that takes over. */
const COMMANDS = {
  start: { script: 'start:portal', python: true, ports: true },
  landscape: { script: 'start:landscape' },
  test: { script: 'test:all', python: true, chromium: true },
  setup: { python: true },
  run: { python: true },
};

async function main([name, ...rest]) {
  const command = COMMANDS[name];
  if (!command) throw new Failure(USAGE);
  checkPrerequisites(command);
  if (command.ports) {
    const busy = await busyPorts(portsFromEnvironment());
    if (busy) throw new Failure(busy);
  }
  const { env, node, yarn } = await prepare(command);
  const script = command.script ?? rest.shift();
  if (!script) return name === 'setup' ? 0 : Promise.reject(new Failure(USAGE));
  return handOver(node, [yarn, 'run', script, ...rest], env);
}

/** Runs a command to its end on this terminal and answers with its exit code. */
function handOver(file, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: 'inherit' });
    // Ctrl-C reaches the whole foreground group by itself; a signal sent to this process alone is passed on.
    process.on('SIGINT', () => {});
    for (const signal of ['SIGTERM', 'SIGHUP']) {
      process.on(signal, () => child.kill(signal));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    print(
      error instanceof Failure
        ? `pilothouse: ${error.message}`
        : `pilothouse: ${error.stack}`,
    );
    process.exitCode = 1;
  },
);
