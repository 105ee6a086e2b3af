#!/usr/bin/env node
// Runs from the TypeScript sources: nothing has to be built first.
require('@backstage/cli/config/nodeTransform.cjs');

require('../src/main')
  .main(process.argv.slice(2), process.env)
  .then(code => {
    process.exitCode = code;
  });
