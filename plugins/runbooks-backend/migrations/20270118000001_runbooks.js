// @ts-check

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('runbooks_sources', table => {
    table.comment('The documentation of an entity, as it was read last');
    table.string('entity_ref', 800).primary();
    table.text('target').notNullable().comment('What was read');
    table.text('etag').comment('Of what was read; empty to read it again');
    table
      .integer('reader')
      .notNullable()
      .comment('Version of the code that read it');
    table.text('problem').comment('JSON; empty when all of it was read');
    table.bigInteger('seen_at').notNullable().comment('By the catalog');
  });
  await knex.schema.createTable('runbooks_pages', table => {
    table.comment('Pages with front matter of a runbook, one per language');
    table.string('entity_ref', 800).notNullable();
    table.string('path', 500).notNullable();
    table
      .text('page')
      .notNullable()
      .comment('JSON: what its front matter says');
    table.string('hash', 64).notNullable().comment('Of the whole file');
    table.bigInteger('changed_at').comment('When the hash became another');
    table.text('markdown').notNullable().comment('Without its front matter');
    table.text('searched').notNullable().comment('Folded, to be searched');
    table.primary(['entity_ref', 'path']);
  });
  await knex.schema.createTable('runbooks_index', table => {
    table.comment('One row: how fresh the index is');
    table.integer('id').primary();
    table.bigInteger('version').notNullable().comment('Counts changes');
    table.bigInteger('indexed_at');
  });
  await knex('runbooks_index').insert({ id: 1, version: 1 });
};

/**
 * @param { import('knex').Knex } knex
 * @returns { Promise<void> }
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('runbooks_index');
  await knex.schema.dropTable('runbooks_pages');
  await knex.schema.dropTable('runbooks_sources');
};
