#!/usr/bin/env node
/*
 * Verifies the ledger of changes in the database that the given configuration names, as the backend itself would find
 * it: run it where the backend runs, with the same --config arguments.
 *
 *   node verify-ledger.js [--config app-config.yaml]... [--anchor SEQUENCE:HASH]
 *
 * Ends with 0 when the ledger is whole, with 1 when it is not, with 2 when that could not be found out.
 */
'use strict';

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { DatabaseManager } = require('@backstage/backend-defaults/database');

// What the backend reads its configuration with, in the version that it does.
const ofBackend = createRequire(require.resolve('@backstage/backend-defaults'));
const { ConfigSources } = ofBackend('@backstage/config-loader');

/** The sources in this repository, what was built of them in a published package. */
function load() {
  if (!fs.existsSync(path.join(__dirname, '../src'))) {
    return require('../dist/ledger/verifyLedger.cjs.js');
  }
  require('@backstage/cli/config/nodeTransform.cjs');
  return require('../src/ledger/verifyLedger');
}

function anchorOf(argv) {
  const at = argv.indexOf('--anchor');
  if (at < 0) return undefined;
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(argv[at + 1]) ?? [];
  if (!hash) {
    throw new Error('--anchor has to be what an earlier run ended with');
  }
  return { sequence: Number(sequence), hash };
}

async function main(argv) {
  const { verifyLedger } = load();
  const anchor = anchorOf(argv);
  const config = await ConfigSources.toConfig(
    ConfigSources.default({ argv, watch: false }),
  );
  const nothing = () => {};
  const logger = { debug: nothing, info: nothing, warn: nothing };
  const database = DatabaseManager.fromConfig(config).forPlugin('release', {
    logger: { ...logger, error: nothing, child: () => logger },
    lifecycle: { addStartupHook: nothing, addShutdownHook: nothing },
  });
  const knex = await database.getClient();
  const { entries, ok, firstBroken, head } = await verifyLedger(knex, {
    anchor,
  });
  process.stdout.write(
    ok
      ? `${entries} entries, whole and unchanged\n`
      : `Broken at entry ${firstBroken.sequence}: ${firstBroken.why}. ${entries} entries before it hold\n`,
  );
  process.stdout.write(`--anchor ${head.sequence}:${head.hash}\n`);
  return ok ? 0 : 1;
}

main(process.argv.slice(2)).then(
  // Connections that are kept for the next question would keep the process too.
  code => process.exit(code),
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  },
);
