/*
 * The tests of what is kept in the database, on PostgreSQL too: they take it where its address is given.
 */
import '../freeze/freezes.test';
import '../ledger/Ledger.test';
import '../rollout/DatabaseRolloutStore.test';
import './migrations.test';
import './OperationTurns.test';
