/**
 * What runs where, on every cluster: the backend of the Deploy tab.
 *
 * @packageDocumentation
 */
export { releasePlugin as default } from './plugin';
