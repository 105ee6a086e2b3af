'use strict';

const { withTemporaryPortal } = require('../../scripts/lib/temporary-portal');
const { KubeClient } = require('./kube-client');
const { Probe } = require('./probe/probe');
const { Viewer } = require('./viewer');

/**
 * A landscape and a backend of its own, on free ports and with empty data, for the time of `run`.
 *
 * @param options.scale such as `6x60`; the everyday company when missing
 * @param options.clusters asked for once the landscape is up: the clusters to use instead of its own,
 *   `[{ name, url, caFile, token }]`
 * @param options.config called with the clusters and the folder of the data, gives more configuration of the backend
 * @param options.probed whether the backend counts what it does; the stack then has a `probe`
 * @param options.beforeBackend called with the stack before the backend starts
 */
async function withStack(
  { scale, clusters, config, probed = false, beforeBackend },
  run,
) {
  return await withTemporaryPortal(
    {
      purpose: 'bench',
      landscapeArgs: scale ? ['--scale', scale] : [],
      clusters: clusters ?? (own => own),
      config,
      backendEnv: dataDir => (probed ? new Probe(dataDir).env : {}),
      beforeBackend:
        beforeBackend && (portal => beforeBackend(stackOf(portal))),
    },
    portal => run(stackOf(portal)),
  );
}

function stackOf({ urls, dataDir, clusters }) {
  return {
    urls,
    dataDir,
    clusters: clusters.map(cluster => ({
      ...cluster,
      client: new KubeClient(cluster),
    })),
    landscape: controls(urls.landscape),
    probe: new Probe(dataDir),
    viewer: person => Viewer.signIn(urls.backend, person),
  };
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
