module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // The suite that runs against each engine is made by a function.
      files: ['src/__testUtils__/describeEngine.ts'],
      rules: { 'jest/no-export': 'off', 'jest/valid-title': 'off' },
    },
  ],
});
