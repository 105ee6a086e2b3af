/**
 * Template actions that bring a new service from a form to running pods, and can be retried.
 *
 * @packageDocumentation
 */
export { goldenPathModule as default } from './module';
