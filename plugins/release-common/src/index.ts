/**
 * What the release plugins share: types, permissions, annotations and the contract of the API with its client.
 *
 * @packageDocumentation
 */
export type { RequestOptions } from '@pilothouse/pilothouse-common';
export * from './annotations';
export * from './client/ProvisionClient';
export * from './client/ReleaseApi';
export * from './client/ReleaseClient';
export * from './client/RolloutApi';
export * from './client/RolloutClient';
export * from './client/paths';
export * from './model/change';
export * from './model/details';
export * from './model/evidence';
export * from './model/fleet';
export * from './model/freeze';
export * from './model/manifestFinding';
export * from './model/message';
export * from './model/operation';
export * from './model/plan';
export * from './model/podNames';
export * from './model/policy';
export * from './model/provision';
export * from './model/provisionErrorText';
export * from './model/registry';
export * from './model/rollout';
export * from './model/rolloutCodes';
export * from './model/stage';
export * from './model/target';
export * from './model/text';
export * from './model/workload';
export * from './permissions';
export * from './signals';
export * from './version/parseImage';
export * from './version/versionLetters';
export * from './version/versionOf';
