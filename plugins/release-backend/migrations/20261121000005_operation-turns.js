// @ts-check

/**
 * All times are milliseconds since the epoch by the clock of the database.
 *
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('release_operation_turns', table => {
    table.comment(
      'Workloads that an operation is changing, or changed last: rollouts do not begin on what is about to be another',
    );
    table.text('workload').primary().comment('cluster/namespace/name');
    table.string('change_id', 64).comment('In the ledger; empty between two');
    table
      .bigInteger('until')
      .notNullable()
      .defaultTo(0)
      .comment('Whoever had it is gone by then');
    table.bigInteger('ended_at').notNullable().defaultTo(0);
  });
};

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('release_operation_turns');
};
