'use strict';

const path = require('node:path');

const root = path.resolve(__dirname, '../..');

module.exports = {
  root,
  /** The Backstage CLI, to be run by Node. */
  cli: path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
  /** Node and Yarn, where the computer has none that fit. */
  tools: path.join(root, '.tools'),
  venv: path.join(root, '.venv'),
  /** Everything that running the portal, the landscape or tests writes. */
  data: process.env.PILOTHOUSE_DATA_DIR
    ? path.resolve(process.env.PILOTHOUSE_DATA_DIR)
    : path.join(root, '.data'),
};
