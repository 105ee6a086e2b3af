module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Our components have a prop of that name, which is a role of Deployments.
    'jsx-a11y/aria-role': ['error', { ignoreNonDOM: true }],
  },
});
