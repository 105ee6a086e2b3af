/**
 * What the logs plugins share: types, permissions, links into Discover and a typed client.
 *
 * @packageDocumentation
 */
export * from './discover';
export * from './LogsClient';
export * from './model';
export * from './permissions';
export * from './queryText';
