// @ts-check

/** What the first entry has for the hash of the one before. */
const NO_HASH = '0'.repeat(64);

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('release_ledger', table => {
    table.comment(
      'Who changed what, and why; rows are added and never changed',
    );
    table.bigInteger('sequence').primary().comment('Without gaps, from 1');
    table.bigInteger('at').notNullable();
    table
      .string('kind', 16)
      .notNullable()
      .comment('begun, noted (begun and settled at once), or settled');
    table.string('change_id', 255).notNullable();
    table.text('entity_ref').comment('This and the next: empty where settled');
    table.text('system');
    table.text('workload');
    table.string('rollout_id', 64);
    table
      .text('entry', 'longtext')
      .notNullable()
      .comment('Canonical JSON of all that the row says');
    table
      .string('hash', 64)
      .notNullable()
      .comment('SHA-256 of the hash before and the entry');
    table.index(['change_id', 'sequence'], 'release_ledger_change_idx');
    table.index(['at', 'sequence'], 'release_ledger_at_idx');
    for (const column of ['entity_ref', 'system', 'workload', 'rollout_id']) {
      table.index([column, 'sequence'], `release_ledger_${column}_idx`, {
        predicate: knex.whereNotNull(column),
      });
    }
  });

  await knex.schema.createTable('release_ledger_head', table => {
    table.comment('The end of the ledger: one row, locked by who appends');
    table.integer('id').primary();
    table.bigInteger('sequence').notNullable();
    table.string('hash', 64).notNullable();
  });
  await knex('release_ledger_head').insert({
    id: 1,
    sequence: 0,
    hash: NO_HASH,
  });
};

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('release_ledger_head');
  await knex.schema.dropTable('release_ledger');
};
