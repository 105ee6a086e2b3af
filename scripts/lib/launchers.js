'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** Writes a program, if it is not there as it should be. */
function writeLauncher(file, command) {
  const text = `#!/bin/sh\nexec ${command} "$@"\n`;
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  // Written beside and renamed: a portal that runs from here may be starting a process just now.
  fs.writeFileSync(`${file}.${process.pid}`, text, { mode: 0o755 });
  fs.renameSync(`${file}.${process.pid}`, file);
}

/**
 * Puts another mkdocs into a virtual environment, one that is told nothing of the portal's own environment: by `!ENV` a
 * repository's mkdocs.yml can name any variable, and its pages would show tokens. deploy/Dockerfile does the same.
 */
function writeMkdocsLauncher(venv) {
  const python = path.join(venv, 'bin', 'python');
  writeLauncher(
    path.join(venv, 'bin', 'mkdocs'),
    `env -i HOME="$HOME" LANG=C.UTF-8 PATH="$PATH" "${python}" -m mkdocs`,
  );
}

module.exports = { writeLauncher, writeMkdocsLauncher };
