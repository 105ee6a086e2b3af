'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { clusterConfig } = require('./cluster-config');
const { step } = require('./console');
const { freePorts } = require('./ports');
const { Portal } = require('./portal');
const { cli, data, root } = require('./paths');
const { runPlaywright } = require('./runners');

/** The landscape takes this many ports in a row; see packages/landscape/README.md. */
const LANDSCAPE_PORTS = 18;

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
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-'));
  const [backend, landscape] = await freePorts(1 + LANDSCAPE_PORTS);
  const config = path.join(dataDir, 'clusters.json');
  if (clusters) {
    fs.writeFileSync(config, JSON.stringify(clusterConfig(clusters)), {
      mode: 0o600,
    });
  }
  const portal = new Portal({
    ports: { backend, landscape },
    dataDir,
    configs: clusters ? [config] : [],
    // Kept when they fail, and apart from those of a portal that runs meanwhile.
    logs: path.join(data, 'logs', 'test'),
  });
  const stop = () => portal.stop().finally(() => process.exit(1));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await step('Starting the landscape', () => portal.startLandscape());
    await step('Starting the backend', () => portal.startBackend());
    const urls = portal.urls();
    return await Promise.race([
      runPlaywright({
        args: [clusters ? '--grep' : '--grep-invert', REAL, ...args],
        env: {
          ...env,
          PILOTHOUSE_URL: urls.app,
          PILOTHOUSE_LANDSCAPE_URL: urls.landscape,
          PILOTHOUSE_DATA_DIR: dataDir,
        },
      }),
      portal.failure,
    ]);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await portal.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
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

module.exports = { buildApp, LANDSCAPE_PORTS, runBrowserTests };
