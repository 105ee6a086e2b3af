'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { cli, root } = require('./paths');

/** Of a test that sets none: machines that have more to do take several times as long, and jest gives 5 s. */
const TEST_TIMEOUT_MS = 30_000;

/**
 * Runs a test runner to its end on this terminal.
 *
 * @returns the counts of the report that it writes: a run that fails without a failed test counts as one.
 */
async function runTests(file, args, { env, report, read }) {
  const code = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('close', resolve);
  });
  const counts = fs.existsSync(report)
    ? read(fs.readFileSync(report, 'utf8'))
    : { passed: 0, failed: 0 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Runs jest by the Backstage CLI, or directly where `config` names another configuration. */
async function runJest({ args = [], config, env } = {}) {
  const report = reportFile();
  const common = [
    ...['--json', '--outputFile', report],
    `--testTimeout=${TEST_TIMEOUT_MS}`,
    ...args,
  ];
  try {
    return await runTests(
      ...(config
        ? [
            path.join(root, 'node_modules/jest/bin/jest.js'),
            ['--config', config, ...common],
          ]
        : [cli, ['repo', 'test', '--watchAll=false', ...common]]),
      {
        env: { NODE_ENV: 'test', ...env },
        report,
        read: text => {
          const result = JSON.parse(text);
          return {
            passed: result.numPassedTests,
            failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
          };
        },
      },
    );
  } finally {
    fs.rmSync(report, { force: true });
  }
}

/** Runs the tests of the scripts themselves, which need nothing but Node. */
async function runNodeTests({ args = [] } = {}) {
  const report = reportFile();
  try {
    return await runTests(
      '--test',
      [
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=tap',
        `--test-reporter-destination=${report}`,
        ...args,
      ],
      {
        report,
        read: text => ({
          passed: Number(/^# pass (\d+)$/m.exec(text)?.[1] ?? 0),
          failed: Number(/^# fail (\d+)$/m.exec(text)?.[1] ?? 0),
        }),
      },
    );
  } finally {
    fs.rmSync(report, { force: true });
  }
}

/** Playwright's command. */
const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');

/** Runs the browser tests; `env` tells them where the portal and the landscape are. */
async function runPlaywright({ args = [], env }) {
  const report = reportFile();
  try {
    return await runTests(playwright, ['test', ...args], {
      env: {
        ...env,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
      report,
      read: text => {
        const { stats } = JSON.parse(text);
        return {
          passed: stats.expected + stats.flaky,
          failed: stats.unexpected,
        };
      },
    });
  } finally {
    fs.rmSync(report, { force: true });
  }
}

function reportFile() {
  return path.join(
    fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-')),
    'report.json',
  );
}

module.exports = { playwright, runJest, runNodeTests, runPlaywright };
