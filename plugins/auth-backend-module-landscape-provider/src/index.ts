/**
 * Signs in as any of a list of people, for development against the landscape.
 *
 * @packageDocumentation
 */
export { authModuleLandscapeProvider as default } from './module';
