'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { command } = require('./command');
const { print, step } = require('./console');
const { root } = require('./paths');

/** Inside node_modules, so that it goes where they go. */
const STAMP = path.join(root, 'node_modules', '.pilothouse-installed');

/** `yarn install`, unless it has run for just these manifests. Needs no network when it has. */
async function ensurePackages({ node, yarn, env }) {
  const wanted = fingerprint(node);
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === wanted) {
    print('  ✓ Packages');
    return;
  }
  await step('Installing packages (the first time takes a minute or two)', () =>
    command('yarn install', node, [yarn, 'install', '--immutable'], {
      env,
      from: 'the npm registry',
    }),
  );
  fs.writeFileSync(STAMP, wanted);
}

function fingerprint(node) {
  const hash = createHash('sha256').update(`${node} ${process.arch}\n`);
  for (const file of ['yarn.lock', '.yarnrc.yml', ...manifests()]) {
    hash.update(`${file}\n`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

function manifests() {
  const found = ['package.json'];
  for (const folder of ['packages', 'plugins']) {
    if (!fs.existsSync(path.join(root, folder))) continue;
    for (const name of fs.readdirSync(path.join(root, folder)).sort()) {
      const file = path.join(folder, name, 'package.json');
      if (fs.existsSync(path.join(root, file))) found.push(file);
    }
  }
  return found;
}

module.exports = { ensurePackages };
