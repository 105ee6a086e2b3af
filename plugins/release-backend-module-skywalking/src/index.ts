/**
 * Evidence for rollouts from SkyWalking: success rate and latency of canary pods against release pods.
 *
 * @packageDocumentation
 */
export { releaseModuleSkywalking as default } from './module';
