'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Processes } = require('./processes');

/** How often a kubelet looks, and how long it waits for an answer. */
const INTERVAL_MS = 3_000;
const TIMEOUT_MS = 2_500;

/**
 * What kubelets do and the nodes that kwok plays do not: a control plane that was away for a minute takes its nodes for
 * dead and marks their pods as not ready, and a kubelet then reports that they are. Nodes of another kind are let be.
 *
 * @returns ends it
 */
async function playKubelets({ kubectl, kubeconfig }) {
  const base = ['--kubeconfig', kubeconfig];
  const contexts = execFileSync(
    kubectl,
    [...base, 'config', 'get-contexts', '-o', 'name'],
    { encoding: 'utf8', timeout: 30_000 },
  )
    .trim()
    .split('\n');
  const logs = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-kubelets-'));
  const proxies = new Processes(logs);
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = contexts.map(async context => {
    const address = await new Promise(resolve => {
      proxies.start(
        `proxy-${context}`,
        kubectl,
        [...base, '--context', context, 'proxy', '--port=0'],
        {
          onLine(line) {
            const [, found] = / on (127\.0\.0\.1:\d+)/.exec(line) ?? [];
            if (found) resolve(found);
          },
        },
      );
      signal.addEventListener('abort', () => resolve());
    });
    while (!signal.aborted) {
      // The control plane may be away: that is what it is about.
      await report(`http://${address}`, signal).catch(() => {});
      await new Promise(resolve => {
        const timer = setTimeout(resolve, INTERVAL_MS);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  });
  return async () => {
    stopping.abort();
    await Promise.all(running);
    await proxies.stop();
    fs.rmSync(logs, { recursive: true, force: true });
  };
}

/** Says of each pod on a played node whose containers are ready that it is. */
async function report(server, stopped) {
  const ask = async (where, init) => {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(new URL(where, server), { ...init, signal });
    if (!response.ok) throw new Error(`${where}: ${response.status}`);
    return response.json();
  };
  const { items: nodes } = await ask('/api/v1/nodes?resourceVersion=0');
  const played = new Set(
    nodes.filter(isPlayed).map(({ metadata }) => metadata.name),
  );
  const { items: pods } = await ask('/api/v1/pods?resourceVersion=0');
  for (const { metadata, spec, status } of pods) {
    if (!played.has(spec.nodeName) || !isMarked({ metadata, status })) continue;
    await ask(
      `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/status`,
      {
        method: 'PATCH',
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        body: JSON.stringify({
          metadata: { uid: metadata.uid },
          status: {
            conditions: [
              {
                type: 'Ready',
                status: 'True',
                lastTransitionTime: new Date().toISOString(),
              },
            ],
          },
        }),
      },
    );
  }
}

const isPlayed = ({ status }) =>
  status?.nodeInfo?.containerRuntimeVersion === 'kwok' &&
  is(status.conditions, 'Ready');

/** Its containers are ready, and yet it is not: only the node lifecycle controller says that. */
const isMarked = ({ metadata, status }) =>
  !metadata.deletionTimestamp &&
  status.phase === 'Running' &&
  is(status.conditions, 'ContainersReady') &&
  !is(status.conditions, 'Ready');

const is = (conditions, wanted) =>
  conditions?.some(
    ({ type, status }) => type === wanted && status === 'True',
  ) ?? false;

module.exports = { playKubelets };
