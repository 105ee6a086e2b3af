/**
 * Where other backend plugins add links for entities, targets, pods, rollouts and times.
 *
 * @packageDocumentation
 */
export * from './entityTabPath';
export * from './linksExtensionPoint';
export * from './rolloutTabLink';
