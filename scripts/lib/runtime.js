'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { command } = require('./command');
const { Failure, print, step } = require('./console');
const { npm } = require('./prerequisites');
const { root, tools } = require('./paths');

/** What is fetched where the computer's own Node is outside Backstage's range (22 or 24). */
const NODE_VERSION = '24.21.0';
/** Node 22 before this one cannot load the ES modules that our CommonJS requires. */
const OLDEST_22 = [22, 19];

/** A Node in Backstage's range: this one, or else one from the npm registry. */
async function ensureNode() {
  const version = process.versions.node;
  if (serves(version)) {
    print(`  ✓ Node ${version}`);
    return { file: process.execPath };
  }
  const name = `node-${osName()}-${process.arch}`;
  const home = path.join(tools, 'node');
  const file = path.join(home, 'node_modules', name, 'bin', executable('node'));
  if (versionOf(file) !== NODE_VERSION) {
    await step(
      `Fetching Node ${NODE_VERSION} (this computer's is ${version}, Backstage wants 22 or 24)`,
      () => fromNpm(home, `${name}@${NODE_VERSION}`, 'Fetching Node'),
    );
    if (versionOf(file) !== NODE_VERSION) {
      throw new Failure(
        `the npm package ${name} does not run here: install Node 24 and try again.`,
      );
    }
  } else {
    print(`  ✓ Node ${NODE_VERSION}`);
  }
  return { file, headers: path.join(home, 'node_modules', name) };
}

/** The Yarn that package.json names, from its npm package. */
async function ensureYarn() {
  const { packageManager } = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  const version = packageManager.split('@')[1];
  const home = path.join(tools, 'yarn');
  const folder = path.join(home, 'node_modules/@yarnpkg/cli-dist');
  const file = path.join(folder, 'bin', 'yarn.js');
  if (packageVersion(folder) === version) {
    print(`  ✓ Yarn ${version}`);
  } else {
    await step(`Fetching Yarn ${version}`, () =>
      fromNpm(home, `@yarnpkg/cli-dist@${version}`, 'Fetching Yarn'),
    );
  }
  return file;
}

function fromNpm(home, spec, title) {
  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(home, { recursive: true });
  fs.writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
  return command(
    title,
    npm(),
    [
      'install',
      ...['--prefix', home, '--no-save', '--no-audit', '--no-fund'],
      // Without a network the default takes more than a minute to say so.
      ...['--fetch-retries=1', '--fetch-retry-mintimeout=1000'],
      spec,
    ],
    { from: 'the npm registry' },
  );
}

function serves(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 24 || (major === OLDEST_22[0] && minor >= OLDEST_22[1]);
}

function osName() {
  return process.platform === 'win32' ? 'win' : process.platform;
}

function executable(name) {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

function versionOf(file) {
  const { status, stdout } = spawnSync(file, ['--version'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined;
}

function packageVersion(folder) {
  const file = path.join(folder, 'package.json');
  return fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, 'utf8')).version
    : undefined;
}

module.exports = { ensureNode, ensureYarn };
