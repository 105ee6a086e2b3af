import type { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { Ledger } from '../ledger/Ledger';
import { DatabaseRolloutStore } from '../rollout/DatabaseRolloutStore';
import { rowsOf } from './dialect';

const SLOW = 60_000;

const databases = testDatabases();

describe('with years of history on PostgreSQL', () => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.create('POSTGRES_15');
    await knex.raw(`
      INSERT INTO release_rollouts (id, sequence, entity_ref, environment, author, created_at, updated_at, ended_at)
      SELECT 'r' || n, 2, 'component:default/c' || n % 100, 'prod', 'user:default/u', n, n, CASE WHEN n > 100000 THEN NULL ELSE n END
        FROM generate_series(1, 100200) AS n`);
    await knex.raw(`
      INSERT INTO release_rollout_events (rollout_id, sequence, at, type, event)
      SELECT 'r' || n, s, n, 'started', '{}' FROM generate_series(1, 100200) AS n, generate_series(1, 2) AS s`);
    await knex.raw(`
      INSERT INTO release_ledger (sequence, at, kind, change_id, entity_ref, system, workload, rollout_id, entry, hash)
      SELECT n, n, 'noted', 'c' || n, 'component:default/c' || n % 100, 'system:default/s' || n % 1000, 'prod/bj/ns/w' || n % 100, 'r' || n % 5000, '{}', ''
        FROM generate_series(1, 100000) AS n`);
    await knex.raw('ANALYZE');
  }, SLOW);

  /** Asks the planner about every question that is put meanwhile. */
  async function plansOf(ask: () => Promise<unknown>): Promise<string> {
    const queries: { sql: string; bindings: readonly Knex.Value[] }[] = [];
    const listen = (query: (typeof queries)[number]) => queries.push(query);
    knex.on('query', listen);
    try {
      await ask();
    } catch {
      // The rows are none that can be read; they only take place.
    } finally {
      knex.removeListener('query', listen);
    }
    const plans: string[] = [];
    for (const { sql, bindings } of queries) {
      if (!/^select/i.test(sql)) continue;
      // PostgreSQL's own placeholders, back to those of knex.
      const text = sql.replace(/\$\d+/g, '?');
      const rows = rowsOf(await knex.raw(`EXPLAIN ${text}`, bindings));
      plans.push(rows.map(row => String(row['QUERY PLAN'])).join('\n'));
    }
    expect(plans.length).toBeGreaterThan(0);
    return plans.join('\n\n');
  }

  it.each<[string, (store: DatabaseRolloutStore) => Promise<unknown>, string]>([
    [
      'leases',
      store => store.lease('a', { ttlMs: 1000, limit: 500 }),
      'release_rollouts_active_idx',
    ],
    [
      'the latest rollouts',
      store => store.list({ limit: 50, after: { createdAt: 9e4, id: 'r9' } }),
      'release_rollouts_created_idx',
    ],
    [
      'rollouts of an entity',
      store => store.list({ limit: 5, entityRefs: ['component:default/c7'] }),
      'release_rollouts_entity_idx',
    ],
    [
      'a history',
      store => store.eventsAfter('r99', 1),
      'release_rollout_events_pkey',
    ],
    ['what to prune', store => store.prune(0), 'release_rollouts_prune_idx'],
    [
      'what people have not been told',
      store => store.untold({ from: 0, until: 9e9, limit: 20 }),
      'release_rollouts_to_tell_idx',
    ],
  ])('finds %s by an index', async (_, ask, index) => {
    const plan = await plansOf(() => ask(new DatabaseRolloutStore(knex)));
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on release_rollout/);
  });

  it.each([
    ['an entity', { entityRefs: ['component:default/c7'] }, 'entity_ref'],
    ['a workload', { workloadId: 'prod/bj/ns/w7' }, 'workload'],
    ['a rollout', { rolloutId: 'r7' }, 'rollout_id'],
    ['a system', { system: 'system:default/s7' }, 'system'],
  ])('finds changes of %s by an index', async (_, filter, column) => {
    const plan = await plansOf(() =>
      new Ledger(knex).query({ ...filter, limit: 20 }),
    );
    expect(plan).toContain(`release_ledger_${column}_idx`);
    expect(plan).not.toContain('Seq Scan');
  });

  it('finds the changes of a time without reading the others', async () => {
    const plan = await plansOf(() =>
      new Ledger(knex).query({ since: 50_000, until: 50_100, limit: 20 }),
    );
    expect(plan).toContain('release_ledger_at_idx');
    expect(plan).toMatch(/Index Cond: .*sequence >= '50000'/);
    expect(plan).not.toContain('Seq Scan');
  });
});
