'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { clusterConfig } = require('./cluster-config');
const { step } = require('./console');
const { freePorts } = require('./ports');
const { Portal } = require('./portal');
const { data } = require('./paths');

/** The landscape takes this many ports in a row; see packages/landscape/README.md. */
const LANDSCAPE_PORTS = 18;

/**
 * A landscape and a backend of its own, on free ports and with empty data, for the time of `run`.
 *
 * @param options.purpose names the folder of the logs, which stay
 * @param options.landscapeArgs more arguments of the landscape
 * @param options.clusters called with the landscape's clusters once it is up, gives those to use; without it, what
 *   app-config.yaml says
 * @param options.beforeBackend called with what `run` is called with, before the backend starts
 * @param run called with `{ urls, dataDir, clusters }`
 */
async function withTemporaryPortal(
  { purpose, landscapeArgs = [], clusters: choose, beforeBackend },
  run,
) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-'));
  const config = path.join(dataDir, 'clusters.json');
  const [backend, landscape] = await freePorts(1 + LANDSCAPE_PORTS);
  const portal = new Portal({
    ports: { backend, landscape },
    dataDir,
    landscapeArgs,
    configs: choose ? [config] : [],
    // Kept when something fails, and apart from those of a portal that runs meanwhile.
    logs: path.join(data, 'logs', purpose),
  });
  const stop = () => portal.stop().finally(() => process.exit(1));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await step('Starting the landscape', () => portal.startLandscape());
    const clusters = (await choose?.(portal.clusters)) ?? portal.clusters;
    if (choose) {
      fs.writeFileSync(config, JSON.stringify(clusterConfig(clusters)), {
        mode: 0o600,
      });
    }
    const temporary = { urls: portal.urls(), dataDir, clusters };
    await beforeBackend?.(temporary);
    await step('Starting the backend', () => portal.startBackend());
    return await Promise.race([run(temporary), portal.failure]);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await portal.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

module.exports = { withTemporaryPortal };
