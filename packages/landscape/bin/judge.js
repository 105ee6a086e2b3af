#!/usr/bin/env node
// Runs from the TypeScript sources: nothing has to be built first.
require('@backstage/cli/config/nodeTransform.cjs');

require('../src/kubernetes/judge/main')
  .main(process.argv.slice(2), line => process.stdout.write(`${line}\n`))
  .then(
    code => {
      process.exitCode = code;
    },
    error => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
