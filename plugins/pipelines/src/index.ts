/**
 * The Pipeline card: the latest pipelines, merge requests and releases of an entity's own project.
 *
 * @packageDocumentation
 */
export { pipelinesApiRef } from './api/pipelinesApi';
export { default } from './plugin';
