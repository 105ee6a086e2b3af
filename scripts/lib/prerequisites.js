'use strict';

const { spawnSync } = require('node:child_process');
const { Failure } = require('./console');

/** Checks for what has to be on the computer, before anything takes time. */
function checkPrerequisites({ python }) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    throw new Failure(
      `Node ${process.versions.node} is too old: install Node 20 or newer.`,
    );
  }
  if (!works(npm(), ['--version'])) {
    throw new Failure('npm is missing: install it beside Node.');
  }
  if (!works('git', ['--version'])) {
    throw new Failure('git is missing: install it and try again.');
  }
  if (!python) return;
  if (!works('python3', ['--version'])) {
    throw new Failure(
      'python3 is missing: install Python 3.9 or newer with its venv module (mkdocs builds the docs with it).',
    );
  }
  if (
    !works('python3', ['-c', 'import sys; assert sys.version_info >= (3, 9)'])
  ) {
    throw new Failure('python3 is too old: install Python 3.9 or newer.');
  }
  // Debian splits both out of python3.
  if (!works('python3', ['-c', 'import venv, ensurepip'])) {
    throw new Failure(
      'python3 has no venv module: install it (on Debian and Ubuntu the package python3-venv).',
    );
  }
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

module.exports = { checkPrerequisites, npm, works };
