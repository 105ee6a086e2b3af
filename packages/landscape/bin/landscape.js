#!/usr/bin/env node
// Playing weeks of history makes masses of short-lived objects. Node would make more and more room for them and keep
// it: 100 MB more than are ever needed again.
require('node:v8').setFlagsFromString('--semi-space-growth-factor=1');

// Runs from the TypeScript sources: nothing has to be built first.
require('@backstage/cli/config/nodeTransform.cjs');

require('../src/main')
  .main(process.argv.slice(2), process.env)
  .then(code => {
    process.exitCode = code;
  });
