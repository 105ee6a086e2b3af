'use strict';

// The configuration of every package as the Backstage CLI makes it, looking for the tests that need real services.
module.exports = require('@backstage/cli/config/jest').then(config => ({
  ...config,
  rootDir: config.rootDir ?? process.cwd(),
  projects: config.projects?.map(project => ({
    ...project,
    testMatch: ['**/*.real.ts'],
  })),
}));
