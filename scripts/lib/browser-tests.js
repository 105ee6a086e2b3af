'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { step } = require('./console');
const { cli, root } = require('./paths');
const { runPlaywright } = require('./runners');
const { withTemporaryPortal } = require('./temporary-portal');

/** In the title of tests that need real control planes. */
const REAL = '@real';

/**
 * Builds the app, starts a portal of its own on free ports with empty data, and runs Playwright against it.
 *
 * @param options.clusters real ones to use instead of the landscape's, for the tests that need them and only those
 * @param options.env more that the tests have to know
 */
async function runBrowserTests(args = [], { clusters, env } = {}) {
  await step('Building the app', buildApp);
  return await withTemporaryPortal(
    { purpose: 'test', clusters: clusters && (() => clusters) },
    ({ urls, dataDir }) =>
      runPlaywright({
        args: [clusters ? '--grep' : '--grep-invert', REAL, ...args],
        env: {
          ...env,
          PILOTHOUSE_URL: urls.app,
          PILOTHOUSE_LANDSCAPE_URL: urls.landscape,
          PILOTHOUSE_DATA_DIR: dataDir,
        },
      }),
  );
}

async function buildApp() {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'package', 'build'],
    { cwd: path.join(root, 'packages/app'), encoding: 'utf8' },
  );
  if (status !== 0)
    throw new Error(`the app did not build\n${stdout}${stderr}`);
}

module.exports = { buildApp, runBrowserTests };
