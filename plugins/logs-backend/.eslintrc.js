module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // A file tells its story from the top: what serves it may come below.
    '@typescript-eslint/no-use-before-define': [
      'error',
      { functions: false, classes: false, variables: false, typedefs: false },
    ],
    // Helpers of tests expect too.
    'jest/expect-expect': ['error', { assertFunctionNames: ['expect*'] }],
    'jest/no-standalone-expect': 'off',
  },
});
