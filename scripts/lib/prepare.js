'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { print } = require('./console');
const { ensureChromium } = require('./chromium');
const { writeLauncher } = require('./launchers');
const { ensureMkdocs } = require('./mkdocs');
const { ensureNode, ensureYarn } = require('./runtime');
const { ensurePackages } = require('./packages');
const { withLock } = require('./lock');
const { tools, venv } = require('./paths');

/**
 * Brings the clone into the state in which yarn's scripts work, doing only what is missing.
 * Answers with the runtime to use and the environment to run it in.
 */
async function prepare({ python, chromium }) {
  return withLock(path.join(tools, 'setup.lock'), async () => {
    print('Pilothouse: looking at what is needed');
    const node = await ensureNode();
    const yarn = await ensureYarn();
    const bin = writeLaunchers(node.file, yarn);
    const env = {
      ...process.env,
      PATH: [bin, path.join(venv, 'bin'), process.env.PATH].join(
        path.delimiter,
      ),
    };
    // Packages with native code need the headers of the Node that will load them, not of the one that runs npm.
    if (node.headers) env.npm_config_nodedir = node.headers;
    await ensurePackages({ node: node.file, yarn, env });
    if (python) await ensureMkdocs();
    if (chromium) env.PILOTHOUSE_CHROMIUM = await ensureChromium();
    return { env, node: node.file, yarn };
  });
}

/** `node` and `yarn` for everything that runs below us, whatever else the PATH holds. */
function writeLaunchers(node, yarn) {
  const bin = path.join(tools, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  writeLauncher(path.join(bin, 'node'), `"${node}"`);
  writeLauncher(path.join(bin, 'yarn'), `"${node}" "${yarn}"`);
  return bin;
}

module.exports = { prepare };
