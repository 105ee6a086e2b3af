/**
 * What is registered by its URL has its docs beside it, and never another project's.
 *
 * @packageDocumentation
 */
export { ownDocsModule as default } from './module';
