/*
 * The tests of what is kept in the database, on PostgreSQL too: they take it where its address is given.
 */
import './RunbookStore.test';
