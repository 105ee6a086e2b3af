'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { clusterConfig } = require('./cluster-config');
const { Failure, step } = require('./console');
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
 * @param options.config called with those clusters and the folder of the data once the landscape is up, gives more
 *   configuration to put on top of everything
 * @param options.backendEnv more environment variables of the backend, from the folder of the data
 * @param options.beforeBackend called with what `run` is called with, before the backend starts
 * @param run called with `{ urls, dataDir, clusters }`
 */
async function withTemporaryPortal(
  {
    purpose,
    landscapeArgs = [],
    clusters: choose,
    config: more,
    backendEnv,
    beforeBackend,
  },
  run,
) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-'));
  const configs = {
    ...(choose && { clusters: path.join(dataDir, 'clusters.json') }),
    ...(more && { more: path.join(dataDir, 'more.json') }),
  };
  const [backend, landscape] = await freePorts(1 + LANDSCAPE_PORTS);
  const portal = new Portal({
    ports: { backend, landscape },
    dataDir,
    landscapeArgs,
    configs: Object.values(configs),
    backendEnv: backendEnv?.(dataDir),
    // Kept when something fails, and apart from those of a portal that runs meanwhile.
    logs: path.join(data, 'logs', purpose),
  });
  // Whoever has called this gets to clean up after itself, too.
  let interrupt;
  const interrupted = new Promise((_, reject) => {
    interrupt = signal => reject(new Failure(`stopped by ${signal}`));
  });
  interrupted.catch(() => {});
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const work = async () => {
    await step('Starting the landscape', () => portal.startLandscape());
    const clusters = (await choose?.(portal.clusters)) ?? portal.clusters;
    if (choose) write(configs.clusters, clusterConfig(clusters));
    if (more) write(configs.more, await more(clusters, dataDir));
    const temporary = { urls: portal.urls(), dataDir, clusters };
    await beforeBackend?.(temporary);
    await step('Starting the backend', () => portal.startBackend());
    return await run(temporary);
  };
  try {
    return await Promise.race([work(), portal.failure, interrupted]);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await portal.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Tokens of clusters and databases stand in it. */
function write(file, config) {
  fs.writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
}

module.exports = { withTemporaryPortal };
