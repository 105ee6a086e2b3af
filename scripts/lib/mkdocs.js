'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { command } = require('./command');
const { print, step } = require('./console');
const { writeMkdocsLauncher } = require('./launchers');
const { root, venv } = require('./paths');

const REQUIREMENTS = path.join(root, 'scripts', 'requirements.txt');
const STAMP = path.join(venv, '.pilothouse-installed');

/** mkdocs with the TechDocs theme in .venv, in the versions that requirements.txt pins. */
async function ensureMkdocs() {
  const wanted = fs.readFileSync(REQUIREMENTS, 'utf8');
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === wanted) {
    writeMkdocsLauncher(venv);
    print('  ✓ mkdocs');
    return;
  }
  await step('Installing mkdocs into .venv', async () => {
    await command('python3 -m venv', 'python3', [
      '-m',
      'venv',
      '--clear',
      venv,
    ]);
    await command(
      'pip install',
      path.join(venv, 'bin', 'python'),
      [
        '-m',
        'pip',
        'install',
        '--disable-pip-version-check',
        '--retries=1',
        '--requirement',
        REQUIREMENTS,
      ],
      { from: 'the Python package index' },
    );
  });
  writeMkdocsLauncher(venv);
  fs.writeFileSync(STAMP, wanted);
}

module.exports = { ensureMkdocs };
