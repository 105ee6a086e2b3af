/**
 * The Logs tab and the card of last errors.
 *
 * @packageDocumentation
 */
export { logsApiRef } from './api/logsApi';
export { podLogsApiRef, type PodLogsApi } from './api/podLogsApi';
export { default } from './plugin';
