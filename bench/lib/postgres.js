'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');

const requireOfBackend = createRequire(
  path.join(__dirname, '../../packages/backend/package.json'),
);

/**
 * Databases of one's own on the PostgreSQL that the environment gives (PILOTHOUSE_REAL_POSTGRES_URL), or undefined: then
 * the backend keeps what it has in SQLite.
 */
function postgresOf({ PILOTHOUSE_REAL_POSTGRES_URL: url } = process.env) {
  if (!url) return undefined;
  const prefix = `pilothouse_bench_${process.pid}_`;
  const { hostname: host, port, username, password } = new URL(url);
  return {
    /** Configuration of the backend. */
    config: {
      client: 'pg',
      prefix,
      connection: {
        // The folder of SQLite.
        directory: null,
        host,
        port: Number(port || 5432),
        user: decodeURIComponent(username),
        password: decodeURIComponent(password),
      },
    },
    /** As the backend calls the database of a plugin. */
    databaseOf: pluginId => `${prefix}${pluginId}`,
    /** Removes them, whoever is still connected. */
    async drop() {
      const { Client, escapeIdentifier } = requireOfBackend('pg');
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        const { rows } = await client.query(
          'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
          [prefix],
        );
        for (const { datname } of rows) {
          await client.query(
            `DROP DATABASE ${escapeIdentifier(datname)} WITH (FORCE)`,
          );
        }
      } finally {
        await client.end();
      }
    },
  };
}

module.exports = { postgresOf };
