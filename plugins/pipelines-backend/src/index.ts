/**
 * The latest pipelines, merge requests and releases of an entity's own GitLab project.
 *
 * @packageDocumentation
 */
export { pipelinesPlugin as default } from './plugin';
