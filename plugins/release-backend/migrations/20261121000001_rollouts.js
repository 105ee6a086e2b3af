// @ts-check

/**
 * All times are milliseconds since the epoch by the clock of the database.
 *
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('release_rollouts', table => {
    table.comment(
      'Rollouts, and who acts on them; what they are is in their first event',
    );
    table.string('id', 64).primary();
    table.integer('sequence').notNullable().comment('Of the last event');
    table.text('entity_ref').notNullable();
    table.string('environment', 253).notNullable();
    table.text('author').notNullable();
    table.string('idempotency_key', 128);
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable().comment('Of the last event');
    table.bigInteger('ended_at').comment('Empty while it is active');
    table.bigInteger('pruned_at').comment('When its events were removed');
    table.text('lease_owner');
    table.integer('lease_epoch').notNullable().defaultTo(0);
    table.bigInteger('lease_until').notNullable().defaultTo(0);
    table
      .integer('lease_renewals')
      .notNullable()
      .defaultTo(0)
      .comment('Under the present epoch');
    table.bigInteger('clock_observed_ms').notNullable().defaultTo(0);
    table.bigInteger('clock_at');
    table.unique(['author', 'idempotency_key'], {
      indexName: 'release_rollouts_idempotency_idx',
    });
    table.index(['created_at', 'id'], 'release_rollouts_created_idx');
    table.index(
      ['entity_ref', 'created_at', 'id'],
      'release_rollouts_entity_idx',
    );
    // No column of a lease is in an index, so that a renewal touches none.
    table.index(['created_at', 'id'], 'release_rollouts_active_idx', {
      predicate: knex.whereNull('ended_at'),
    });
    table.index(['ended_at'], 'release_rollouts_prune_idx', {
      predicate: knex.whereNull('pruned_at').whereNotNull('ended_at'),
    });
  });
  if (knex.client.config.client === 'pg') {
    // Leases are renewed every few seconds: room for the new version of a row beside the old one.
    await knex.raw('ALTER TABLE release_rollouts SET (fillfactor = 50)');
  }

  await knex.schema.createTable('release_rollout_events', table => {
    table.comment('What happened to rollouts');
    table
      .string('rollout_id', 64)
      .notNullable()
      .references('id')
      .inTable('release_rollouts')
      .onDelete('CASCADE');
    table.integer('sequence').notNullable();
    table.bigInteger('at').notNullable();
    table
      .integer('epoch')
      .comment('Of the lease that appended it; empty for what a person asked');
    table.string('type', 64).notNullable();
    table.text('event', 'longtext').notNullable().comment('JSON');
    table.primary(['rollout_id', 'sequence']);
  });

  await knex.schema.createTable('release_rollout_locks', table => {
    table.comment('Which rollout has a workload, and which one gets it next');
    table.text('workload').notNullable().comment('cluster/namespace/name');
    table
      .boolean('waiting')
      .notNullable()
      .comment('Gets it when the one that has it ends');
    table
      .string('rollout_id', 64)
      .notNullable()
      .references('id')
      .inTable('release_rollouts')
      .onDelete('CASCADE');
    table.primary(['workload', 'waiting']);
    table.index(['rollout_id'], 'release_rollout_locks_rollout_idx');
  });
};

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('release_rollout_locks');
  await knex.schema.dropTable('release_rollout_events');
  await knex.schema.dropTable('release_rollouts');
};
