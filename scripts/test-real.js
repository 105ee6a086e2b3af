/*
 * yarn test:real: the tests named *.real.test.ts against the real services whose addresses the environment gives
 * (PILOTHOUSE_REAL_*). Says which it had and ends with "N passed, N failed".
 */
'use strict';

const path = require('node:path');
const { runBrowserTests } = require('./lib/browser-tests');
const { ensureChromium } = require('./lib/chromium');
const { root } = require('./lib/paths');
const { playKubelets } = require('./lib/played-kubelets');
const { realClusters } = require('./lib/real-clusters');
const { runJest } = require('./lib/runners');

/** The service that the browser tests look at; its entity is the landscape's. */
const SERVICE = { name: 'order-api', namespace: 'order' };

/** What a test of this lane can ask for. */
const SERVICES = {
  Kubernetes: 'PILOTHOUSE_REAL_KUBECONFIG',
  'faults of Kubernetes': 'PILOTHOUSE_REAL_KUBERNETES_SERVICE',
  PostgreSQL: 'PILOTHOUSE_REAL_POSTGRES_URL',
  'OCI registry': 'PILOTHOUSE_REAL_REGISTRY_URL',
  OpenSearch: 'PILOTHOUSE_REAL_OPENSEARCH_URL',
  Elasticsearch: 'PILOTHOUSE_REAL_ELASTICSEARCH_URL',
  SkyWalking: 'PILOTHOUSE_REAL_SKYWALKING_URL',
};

async function main(args) {
  for (const [name, variable] of Object.entries(SERVICES)) {
    const have = Boolean(process.env[variable]);
    process.stdout.write(`${name}: ${have ? 'yes' : `no (${variable})`}\n`);
  }
  const stopKubelets = await startKubelets();
  try {
    await runTests(args);
  } finally {
    await stopKubelets();
  }
}

/** @returns ends them */
async function startKubelets() {
  const {
    PILOTHOUSE_REAL_KUBECONFIG: kubeconfig,
    PILOTHOUSE_REAL_KUBECTL: kubectl = 'kubectl',
  } = process.env;
  return kubeconfig ? playKubelets({ kubectl, kubeconfig }) : async () => {};
}

async function runTests(args) {
  const { passed, failed } = await runJest({
    config: path.join(root, 'scripts/jest.real.config.js'),
    // One after the other: they share the clusters. Backstage's backends for tests never close the database that they
    // make for themselves, which would keep jest from ending.
    args: ['--runInBand', '--forceExit', ...args],
    env: {
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING:
        process.env.PILOTHOUSE_REAL_POSTGRES_URL,
    },
  });
  // Arguments choose among the tests of jest.
  const browser =
    args.length > 0 ? { passed: 0, failed: 0 } : await browserTests();
  const total = {
    passed: passed + browser.passed,
    failed: failed + browser.failed,
  };
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
}

/** The Deploy tab in a browser, on the real control planes. */
async function browserTests() {
  const real = realClusters();
  if (!real) return { passed: 0, failed: 0 };
  process.env.PILOTHOUSE_CHROMIUM ??= await ensureChromium();
  try {
    return await runBrowserTests([], {
      clusters: await real.prepare(SERVICE, 4),
      env: { PILOTHOUSE_REAL_CONTEXTS: real.names.join(' ') },
    });
  } finally {
    await real.tidy();
  }
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`pilothouse: ${error.stack}\n`);
  process.exitCode = 1;
});
