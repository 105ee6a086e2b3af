/**
 * What the SkyWalking plugins share: types, permissions, annotations, links into its UIs and a typed client.
 *
 * @packageDocumentation
 */
export * from './SkywalkingClient';
export * from './annotations';
export * from './links/skywalkingLink';
export * from './model';
export * from './permissions';
