'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { step } = require('./console');
const { cli, root } = require('./paths');
const { playwright, runPlaywright } = require('./runners');
const { withTemporaryPortal } = require('./temporary-portal');

/** In the title of tests that need real control planes. */
const REAL = '@real';
/** In the title of tests in which SkyWalking decides about rollouts. */
const EVIDENCE = '@evidence';

/**
 * Builds the app and runs Playwright against it, on portals of its own with free ports and empty data.
 *
 * @param options.clusters real ones to use instead of the landscape's, for the tests that need them and only those
 * @param options.env more that the tests have to know
 */
async function runBrowserTests(args = [], { clusters, env } = {}) {
  await step('Building the app', buildApp);
  const run = (chosen, options) =>
    runOn([...chosen, ...args], { env, ...options });
  // Steps of seconds have no whole minute of metrics: with evidence, every one of them would wait for two.
  const quick = () => ({ skywalking: { evidence: { environments: [] } } });
  if (clusters) {
    return run(['--grep', REAL], { clusters: () => clusters, config: quick });
  }
  const first = await run(['--grep-invert', `${REAL}|${EVIDENCE}`], {
    config: quick,
  });
  const second = await run(['--grep', EVIDENCE]);
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
  };
}

/** Those tests, on one portal; none where nothing is chosen. */
async function runOn(args, { env, ...options } = {}) {
  if (!hasTests(args)) return { passed: 0, failed: 0 };
  return await withTemporaryPortal(
    { purpose: 'test', ...options },
    ({ urls, dataDir }) =>
      runPlaywright({
        args,
        env: {
          ...env,
          PILOTHOUSE_URL: urls.app,
          PILOTHOUSE_LANDSCAPE_URL: urls.landscape,
          PILOTHOUSE_DATA_DIR: dataDir,
        },
      }),
  );
}

function hasTests(args) {
  const { stdout } = spawnSync(
    process.execPath,
    [playwright, 'test', '--list', ...args],
    { cwd: root, encoding: 'utf8' },
  );
  // What cannot be listed is to fail aloud.
  return !/^Total: 0 tests/m.test(stdout);
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
