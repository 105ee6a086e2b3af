/*
 * node guard.js FILE ARGUMENT…: runs a command in this process group, and ends the group when the process that started
 * the guard is gone, even when it was killed and could say nothing.
 */
'use strict';

const { spawn } = require('node:child_process');

const GRACE_MS = 5000;

const [file, ...args] = process.argv.slice(2);
const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });

child.on('error', error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

// The command has got the signal too, as one of the group: it decides when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {});
}
process.on('disconnect', () => {
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), GRACE_MS);
});
