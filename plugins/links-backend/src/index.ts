/**
 * Decides in one place which links there are for an entity, target, pod, rollout or time.
 *
 * @packageDocumentation
 */
export { linksPlugin as default } from './plugin';
