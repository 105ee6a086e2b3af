'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { Failure } = require('./console');
const { data, root } = require('./paths');

const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|Temporary failure in name resolution|Network is unreachable|Failed to establish a new connection/;

/**
 * Runs a command of the setup with its output in .data/logs/setup.log.
 * A failure names the command, and the network when that is what is missing.
 */
async function command(title, file, args, { env = process.env, from } = {}) {
  const log = path.join(data, 'logs', 'setup.log');
  fs.mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
  const out = fs.createWriteStream(log, { flags: 'a' });
  out.on('error', error => {
    throw new Failure(`cannot write ${log}: ${error.message}`);
  });
  out.write(`\n$ ${[file, ...args].join(' ')}\n`);
  let tail = '';
  const code = await new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        out.write(chunk);
        tail = (tail + chunk).slice(-20000);
      });
    }
    child.on('error', reject);
    child.on('close', resolve);
  });
  await new Promise(resolve => out.end(resolve));
  if (code === 0) return;
  const name = path.relative(root, log);
  throw new Failure(
    NO_NETWORK.test(tail)
      ? `${title}: cannot reach ${from}. Check the network or the proxy settings and try again; details are in ${name}.`
      : `${title} failed with exit code ${code}; details are in ${name}:\n${lastLines(
          tail,
          15,
        )}`,
  );
}

function lastLines(text, count) {
  return text
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map(line => `    ${line}`)
    .join('\n');
}

module.exports = { command };
