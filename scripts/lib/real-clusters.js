'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { root } = require('./paths');

const RBAC = path.join(root, 'deploy/rbac');

/** The real control planes that the environment gives (PILOTHOUSE_REAL_KUBECONFIG), or undefined. */
function realClusters() {
  const { PILOTHOUSE_REAL_KUBECONFIG: kubeconfig } = process.env;
  const kubectl = process.env.PILOTHOUSE_REAL_KUBECTL ?? 'kubectl';
  if (!kubeconfig) return undefined;
  const run = (context, args, input) =>
    execFileSync(
      kubectl,
      ['--kubeconfig', kubeconfig, '--context', context, ...args],
      { input, encoding: 'utf8', maxBuffer: 64 << 20, timeout: 240_000 },
    );
  const names = execFileSync(
    kubectl,
    ['--kubeconfig', kubeconfig, 'config', 'get-contexts', '-o', 'name'],
    { encoding: 'utf8' },
  )
    .trim()
    .split('\n');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-ca-'));
  /** `[context, namespace]` of what was made. */
  const made = [];
  /** Grants the portal what deploy/rbac says. */
  const grant = name => run(name, ['apply', '-f', RBAC]);
  /** `{ name, url, caFile, token }` of the portal's account. */
  const accountOf = name => {
    const { cluster } = JSON.parse(
      run(name, ['config', 'view', '--raw', '--minify', '-o', 'json']),
    ).clusters[0];
    const ca = cluster['certificate-authority-data']
      ? Buffer.from(cluster['certificate-authority-data'], 'base64')
      : fs.readFileSync(cluster['certificate-authority']);
    const caFile = path.join(folder, `${name}.crt`);
    fs.writeFileSync(caFile, ca);
    const token = run(name, [
      ...['create', 'token', 'pilothouse', '-n', 'pilothouse'],
      '--duration=1h',
    ]).trim();
    return { name, url: cluster.server, caFile, token };
  };
  return {
    names,
    /** With a service that has so many pods on each. */
    async prepare(entity, pods) {
      return names.map(name => {
        grant(name);
        made.push([name, entity.namespace]);
        run(name, ['apply', '-f', '-'], manifests(entity, pods));
        run(name, [
          ...['rollout', 'status', `deployment/${entity.name}`],
          ...['-n', entity.namespace, '--timeout=180s'],
        ]);
        return accountOf(name);
      });
    },
    /** One of them, with these objects in a namespace of their own. */
    async prepareOne(name, namespace, objects) {
      grant(name);
      made.push([name, namespace]);
      run(
        name,
        ['create', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
      );
      run(name, [
        ...['wait', 'deployment', '--all', '-n', namespace],
        ...['--for=condition=Available', '--timeout=180s'],
      ]);
      return [accountOf(name)];
    },
    async tidy() {
      fs.rmSync(folder, { recursive: true, force: true });
      for (const [name, namespace] of made.splice(0)) {
        run(name, [
          ...['delete', 'namespace', namespace],
          ...['--ignore-not-found', '--wait=false'],
        ]);
      }
    },
  };
}

function manifests({ name, namespace }, replicas) {
  const labels = { app: name, role: 'release' };
  const id = { 'backstage.io/kubernetes-id': name };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespace,
          labels: { 'pilothouse.io/owner': 'team-order' },
        },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace, labels: { ...labels, ...id } },
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels: { ...labels, ...id } },
            spec: {
              containers: [
                {
                  name,
                  image: `registry.yunfan.test/order/${name}:1.4.0`,
                  resources: { requests: { cpu: '10m', memory: '16Mi' } },
                },
              ],
            },
          },
        },
      },
    ],
  });
}

module.exports = { realClusters };
