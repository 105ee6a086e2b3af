/**
 * Runbooks: the page of all of them, the tab of a service, and the way from an alert.
 *
 * @packageDocumentation
 */
export { runbooksApiRef } from './api/runbooksApi';
export { default } from './plugin';
