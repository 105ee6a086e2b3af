/**
 * What other backend plugins build on: evidence for rollouts, and rules for permission policies.
 *
 * @packageDocumentation
 */
export * from './evidence';
export * from './permissions';
export * from './WorkloadReader';
