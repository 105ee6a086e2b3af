/*
 * yarn test:real: the tests named *.real.test.ts against the real services whose addresses the environment gives
 * (PILOTHOUSE_REAL_*). Says which it had and ends with "N passed, N failed".
 */
'use strict';

const path = require('node:path');
const { root } = require('./lib/paths');
const { runJest } = require('./lib/runners');

/** What a test of this lane can ask for. */
const SERVICES = {
  Kubernetes: 'PILOTHOUSE_REAL_KUBECONFIG',
  PostgreSQL: 'PILOTHOUSE_REAL_POSTGRES_URL',
};

async function main(args) {
  for (const [name, variable] of Object.entries(SERVICES)) {
    const have = Boolean(process.env[variable]);
    process.stdout.write(`${name}: ${have ? 'yes' : `no (${variable})`}\n`);
  }
  const { passed, failed } = await runJest({
    config: path.join(root, 'scripts/jest.real.config.js'),
    // One after the other: they share the clusters.
    args: ['--runInBand', ...args],
    env: {
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING:
        process.env.PILOTHOUSE_REAL_POSTGRES_URL,
    },
  });
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`pilothouse: ${error.stack}\n`);
  process.exitCode = 1;
});
