/*
 * yarn test:all: the scripts' own tests, unit and integration tests, then the browser tests.
 * Ends with "N passed, N failed".
 * yarn test:unit [jest arguments] and yarn test:e2e [playwright arguments] run one of them.
 */
'use strict';

const { runJest, runNodeTests } = require('./lib/runners');
const { runBrowserTests } = require('./lib/browser-tests');

const LANES = {
  scripts: () => runNodeTests({ args: ['scripts/tests/*.test.js'] }),
  unit: args => runJest({ args }),
  e2e: runBrowserTests,
};

async function main([lane, ...args]) {
  const total = { passed: 0, failed: 0 };
  const chosen = lane ? [LANES[lane]] : Object.values(LANES);
  for (const run of chosen) {
    const { passed, failed } = await run(args);
    total.passed += passed;
    total.failed += failed;
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`pilothouse: ${error.stack}\n`);
  process.exitCode = 1;
});
