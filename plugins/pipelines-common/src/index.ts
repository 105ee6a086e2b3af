/**
 * What the pipelines plugins share: the overview of a project, its annotations and a typed client.
 *
 * @packageDocumentation
 */
export * from './PipelinesClient';
export * from './annotations';
export * from './model';
