'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { Author } = require('./author');
const { postgresOf } = require('./postgres');
const { catalogOf } = require('./services');
const { withStack } = require('./stack');

/** Of team-order, to which the services belong. */
const AUTHOR = 'user:default/wang.fang';

/**
 * A portal that counts what it does, with services of one's own in its catalog and, where there is one, on PostgreSQL.
 *
 * @param options.environments called with the clusters, gives `pilothouse.environments`
 * @param options.policy of every environment
 * @param options.services see services.js
 * @param run called with the stack, which has an `author` and the name of the plugin's `database`
 */
async function withRolloutStack(
  { environments, policy, services, ...options },
  run,
) {
  const postgres = postgresOf();
  try {
    return await withStack(
      {
        ...options,
        probed: true,
        config: (clusters, dataDir) => ({
          ...(postgres && { backend: { database: postgres.config } }),
          pilothouse: { environments: environments(clusters) },
          release: { policies: { default: policy } },
          catalog: { locations: locationsOf(services, dataDir) },
        }),
      },
      async stack =>
        run({
          ...stack,
          author: new Author(await stack.viewer(AUTHOR)),
          database: postgres?.databaseOf('release') ?? 'release',
          kindOfDatabase: postgres ? 'PostgreSQL' : 'SQLite',
        }),
    );
  } finally {
    await postgres?.drop();
  }
}

/** The company's people and teams, and our services. */
function locationsOf(services, dataDir) {
  const file = path.join(dataDir, 'bench-catalog.yaml');
  fs.writeFileSync(
    file,
    catalogOf(services)
      .map(entity => JSON.stringify(entity))
      .join('\n---\n'),
  );
  const allow = ['Component', 'System', 'Domain', 'API', 'Resource'];
  const company = path.join(dataDir, 'landscape/catalog/all.yaml');
  return [
    {
      type: 'file',
      target: company,
      rules: [{ allow: [...allow, 'Location', 'User', 'Group'] }],
    },
    { type: 'file', target: file, rules: [{ allow }] },
  ];
}

module.exports = { withRolloutStack };
