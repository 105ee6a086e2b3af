'use strict';

// The configuration of every package as the Backstage CLI makes it, looking for the tests that need real services;
// each package's own configuration leaves them out.
module.exports = require('@backstage/cli/config/jest').then(config => ({
  ...config,
  rootDir: config.rootDir ?? process.cwd(),
  projects: config.projects?.map(project => ({
    ...project,
    testMatch: ['**/*.real.test.ts'],
    testPathIgnorePatterns: ['/node_modules/'],
  })),
}));
