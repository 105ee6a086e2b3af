'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { LANDSCAPE_PORTS } = require('../../scripts/lib/browser-tests');
const { data } = require('../../scripts/lib/paths');
const { freePorts } = require('../../scripts/lib/ports');
const { Portal } = require('../../scripts/lib/portal');
const { clusterConfig } = require('../../scripts/lib/cluster-config');
const { KubeClient } = require('./kube-client');
const { Viewer } = require('./viewer');

/**
 * A landscape and a backend of its own, on free ports and with empty data, for the time of `run`.
 *
 * @param options.scale such as `6x60`; the everyday company when missing
 * @param options.clusters asked for once the landscape is up: the clusters to use instead of its own,
 *   `[{ name, url, ca, caFile, token }]`
 * @param options.beforeBackend called with the stack before the backend starts
 */
async function withStack(
  { scale, clusters: otherClusters, beforeBackend = async () => {} },
  run,
) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-bench-'));
  const config = path.join(dataDir, 'bench-config.json');
  const [backend, landscape] = await freePorts(1 + LANDSCAPE_PORTS);
  const portal = new Portal({
    ports: { backend, landscape },
    dataDir,
    logs: path.join(data, 'logs', 'bench'),
    landscapeArgs: scale ? ['--scale', scale] : [],
    configs: [config],
  });
  const stop = () => portal.stop().finally(() => process.exit(1));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await portal.startLandscape();
    const clusters =
      (await otherClusters?.()) ??
      (await landscapeClusters(portal.urls().landscape, dataDir));
    fs.writeFileSync(config, JSON.stringify(clusterConfig(clusters)), {
      mode: 0o600,
    });
    const stack = {
      urls: portal.urls(),
      dataDir,
      clusters: clusters.map(cluster => ({
        ...cluster,
        client: new KubeClient(cluster),
      })),
      landscape: controls(portal.urls().landscape),
      viewer: person => Viewer.signIn(portal.urls().backend, person),
    };
    await beforeBackend(stack);
    await portal.startBackend();
    return await Promise.race([run(stack), portal.failure]);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await portal.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

async function landscapeClusters(landscapeUrl, dataDir) {
  const { items } = await json(`${landscapeUrl}/api/clusters`);
  return items.map(({ name, url }) => {
    const caFile = path.join(dataDir, 'landscape/ca', `${name}.crt`);
    const token = path.join(dataDir, 'landscape/tokens', `${name}-portal`);
    return {
      name,
      url,
      caFile,
      ca: fs.readFileSync(caFile, 'utf8'),
      token: fs.readFileSync(token, 'utf8').trim(),
    };
  });
}

/** The landscape's own controls that benchmarks use. */
function controls(url) {
  return {
    async requestCount() {
      const { items } = await json(`${url}/api/clusters`);
      return items.reduce((sum, { requests }) => sum + requests, 0);
    },
    async fault(cluster, fault) {
      await json(`${url}/api/clusters/${cluster}/fault`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
    },
  };
}

async function json(url, init) {
  const response = await fetch(url, {
    ...init,
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

module.exports = { withStack };
