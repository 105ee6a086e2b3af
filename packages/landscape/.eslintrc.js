module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // A file tells its story from the top: what serves it may come below.
    '@typescript-eslint/no-use-before-define': [
      'error',
      { functions: false, classes: false, variables: false, typedefs: false },
    ],
    // Tests go through all objects of the company and expect of each kind what is its own.
    'jest/no-conditional-expect': 'off',
    // Helpers of tests expect too.
    'jest/expect-expect': ['error', { assertFunctionNames: ['expect*'] }],
    'jest/no-standalone-expect': 'off',
  },
  overrides: [
    {
      // Suites that run against several targets are made by functions.
      files: ['src/kubernetes/contract/*.ts'],
      rules: { 'jest/no-export': 'off' },
    },
  ],
});
