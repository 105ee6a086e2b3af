'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { command } = require('./command');
const { Failure, print, step } = require('./console');
const { works } = require('./prerequisites');

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];

/** A Chromium for the browser tests: named, the system's, Playwright's, or Debian's package when we are root. */
async function ensureChromium() {
  const found = findChromium();
  if (found) {
    print(`  ✓ Chromium (${found})`);
    return found;
  }
  if (process.getuid?.() === 0 && works('apt-get', ['--version'])) {
    await step('Installing Chromium from Debian (apt-get)', async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const from = "Debian's packages";
      await command('apt-get update', 'apt-get', ['update'], { env, from });
      // The second font shows Chinese in screenshots of failed tests.
      await command(
        'apt-get install chromium',
        'apt-get',
        [
          'install',
          '--yes',
          '--no-install-recommends',
          'chromium',
          'fonts-noto-cjk',
        ],
        { env, from },
      );
    });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Failure(
    'the browser tests need a Chromium: install the package chromium, run "npx playwright install chromium", or set PILOTHOUSE_CHROMIUM to one.',
  );
}

function findChromium() {
  const named = process.env.PILOTHOUSE_CHROMIUM;
  if (named) {
    if (fs.existsSync(named)) return named;
    throw new Failure(
      `PILOTHOUSE_CHROMIUM names ${named}, which is not there.`,
    );
  }
  return [...onPath(), ...playwrights(), ...macs()].find(file =>
    works(file, ['--version']),
  );
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return NAMES.flatMap(name =>
    folders.map(folder => path.join(folder, name)),
  ).filter(file => fs.existsSync(file));
}

function playwrights() {
  const home =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    (process.platform === 'darwin'
      ? path.join(os.homedir(), 'Library/Caches/ms-playwright')
      : path.join(os.homedir(), '.cache/ms-playwright'));
  if (!fs.existsSync(home)) return [];
  return fs
    .readdirSync(home)
    .filter(name => name.startsWith('chromium-'))
    .sort()
    .reverse()
    .flatMap(name => [
      path.join(home, name, 'chrome-linux', 'chrome'),
      path.join(home, name, 'chrome-linux64', 'chrome'),
      path.join(
        home,
        name,
        'chrome-mac',
        'Chromium.app/Contents/MacOS/Chromium',
      ),
    ])
    .filter(file => fs.existsSync(file));
}

function macs() {
  const file = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return fs.existsSync(file) ? [file] : [];
}

module.exports = { ensureChromium };
