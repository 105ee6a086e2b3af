// @ts-check

/**
 * What is remembered of a rollout beside its events: losing it costs time, or a word, and never a decision.
 *
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('release_rollouts', table => {
    table.integer('clock_step').comment('Of which step the clock is');
    table
      .bigInteger('clock_waited_ms')
      .comment('How long pods have been waited for');
    table
      .boolean('clock_stands')
      .notNullable()
      .defaultTo(false)
      .comment('What is to be observed is not');
    table
      .bigInteger('unreadable_at')
      .comment('Since when a version of the portal does not understand it');
    table
      .integer('to_tell')
      .comment('Sequence of an event of which people are still to be told');
    table.index(['updated_at'], 'release_rollouts_to_tell_idx', {
      predicate: knex.whereNotNull('to_tell'),
    });
  });

  await knex.schema.createTable('release_rollout_evidence', table => {
    // A row of its own: those of rollouts are written again with every renewal of a lease.
    table.comment('What was measured last of active rollouts');
    table
      .string('rollout_id', 64)
      .primary()
      .references('id')
      .inTable('release_rollouts')
      .onDelete('CASCADE');
    table.integer('step').notNullable().comment('In which it was measured');
    table.text('evidence', 'longtext').notNullable().comment('JSON');
    table.bigInteger('saved_at').notNullable();
  });
};

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('release_rollout_evidence');
  await knex.schema.alterTable('release_rollouts', table => {
    table.dropIndex(['updated_at'], 'release_rollouts_to_tell_idx');
    table.dropColumns(
      'clock_step',
      'clock_waited_ms',
      'clock_stands',
      'unreadable_at',
      'to_tell',
    );
  });
};
