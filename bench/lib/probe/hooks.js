'use strict';

const { subscribe } = require('node:diagnostics_channel');
const { createRequire } = require('node:module');
const path = require('node:path');

/** As the backend itself would find them. */
const requireOfBackend = createRequire(
  path.join(__dirname, '../../../packages/backend/package.json'),
);

/** Every HTTP request that undici sends, which is also what `fetch` sends by. */
function hookRequests(counts) {
  subscribe('undici:request:create', ({ request }) => {
    const { origin, method, path: target } = request;
    counts.add('requests', `${origin} ${purposeOf(method, String(target))}`);
  });
}

function purposeOf(method, target) {
  if (/[?&]watch=/.test(target)) return 'watch';
  if (/[?&]dryRun=/.test(target)) return 'dry-run';
  if (/\/selfsubject\w+reviews/.test(target)) return 'review';
  return method === 'GET' ? 'read' : 'write';
}

/** Every statement that is sent to a database, by the name of the database. */
function hookDatabases(counts) {
  const { Client } = requireOfBackend('pg');
  const { query } = Client.prototype;
  Client.prototype.query = function counted(...args) {
    counts.add('statements', this.database);
    return query.apply(this, args);
  };
  const Sqlite = requireOfBackend('better-sqlite3');
  const { prepare } = Sqlite.prototype;
  Sqlite.prototype.prepare = function counted(...args) {
    counts.add('statements', path.basename(this.name, '.sqlite'));
    return prepare.apply(this, args);
  };
}

/** What plugins count by OpenTelemetry: histograms as samples, counters as sums, gauges as they stand. */
function hookMetrics(counts) {
  const { metrics, createNoopMeter } = requireOfBackend('@opentelemetry/api');
  const noop = createNoopMeter();
  const meter = Object.assign(Object.create(noop), {
    createGauge: name => ({ record: value => counts.set(name, value) }),
    createHistogram: name => ({ record: value => counts.sample(name, value) }),
    createCounter: name => ({
      add: (number, attributes = {}) =>
        counts.add(
          'counters',
          [name, ...Object.values(attributes)].join(' '),
          number,
        ),
    }),
  });
  metrics.setGlobalMeterProvider({ getMeter: () => meter });
}

module.exports = { hookDatabases, hookMetrics, hookRequests };
