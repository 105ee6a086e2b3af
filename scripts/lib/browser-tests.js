'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { step } = require('./console');
const { freePorts } = require('./ports');
const { Portal } = require('./portal');
const { cli, data, root } = require('./paths');
const { runPlaywright } = require('./runners');

/** The landscape takes this many ports in a row; see packages/landscape/README.md. */
const LANDSCAPE_PORTS = 18;

/** Builds the app, starts a portal of its own on free ports with empty data, and runs Playwright against it. */
async function runBrowserTests(args = []) {
  await step('Building the app', buildApp);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-'));
  const [backend, landscape] = await freePorts(1 + LANDSCAPE_PORTS);
  const portal = new Portal({
    ports: { backend, landscape },
    dataDir,
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
      runPlaywright({ args, url: urls.app, landscapeUrl: urls.landscape }),
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

module.exports = { runBrowserTests };
