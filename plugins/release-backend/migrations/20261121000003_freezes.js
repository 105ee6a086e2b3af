// @ts-check

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('release_freezes', table => {
    table.comment(
      'Freezes that people made; those of the configuration are not here',
    );
    table.string('id', 64).primary();
    table.string('kind', 16).notNullable();
    table.text('scope').notNullable().comment('JSON');
    table.text('range').comment('JSON');
    table.text('weekly').comment('JSON');
    table.text('reason').notNullable();
    table
      .bigInteger('over_at')
      .comment('When it is over by itself; empty where it has to be ended');
    table.text('created_by').notNullable();
    table.bigInteger('created_at').notNullable();
    table.text('ended_by');
    table.bigInteger('ended_at');
    table.index(['over_at'], 'release_freezes_current_idx', {
      predicate: knex.whereNull('ended_at'),
    });
  });
};

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('release_freezes');
};
