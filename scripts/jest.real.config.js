'use strict';

// The configuration of every package as the Backstage CLI makes it, looking for the tests that need real services;
// each package's own configuration leaves them out.
const testPathIgnorePatterns = ['/node_modules/'];
// These break the control planes, and need to be given what does that.
if (!process.env.PILOTHOUSE_REAL_KUBERNETES_SERVICE) {
  testPathIgnorePatterns.push('\\.faults\\.real\\.test\\.ts$');
}

module.exports = require('@backstage/cli/config/jest').then(config => ({
  ...config,
  rootDir: config.rootDir ?? process.cwd(),
  projects: config.projects?.map(project => ({
    ...project,
    testMatch: ['**/*.real.test.ts'],
    testPathIgnorePatterns,
  })),
}));
