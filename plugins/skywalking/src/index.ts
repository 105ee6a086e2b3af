/**
 * The Health card and the Traces tab: how an entity's service is now and was yesterday, and what went through it.
 *
 * @packageDocumentation
 */
export { skywalkingApiRef } from './api/skywalkingApi';
export { versionsApiRef, type VersionsApi } from './api/versionsApi';
export { default } from './plugin';
