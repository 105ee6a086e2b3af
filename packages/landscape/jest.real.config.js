// The tests that need the real services, which `yarn test` leaves out: they are named `*.real.test.ts`.
module.exports = require('@backstage/cli/config/jest').then(config => ({
  ...config,
  testMatch: ['**/*.real.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
}));
