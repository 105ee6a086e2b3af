/**
 * SkyWalking's OAP as configured, from 8.7 on, asked within limits of time and size.
 *
 * @packageDocumentation
 */
export * from './Skywalking';
export * from './Skywalkings';
export * from './SkywalkingError';
export {
  readSkywalkingConfig,
  type SkywalkingInstanceConfig,
} from './config/readSkywalkingConfig';
export type { OapInstance, OapService } from './metadata/readMetadata';
export {
  joinFigures,
  lastOf,
  noFigures,
  requestsIn,
  summarize,
  summarizeTogether,
  type Figures,
  type Summary,
} from './metrics/figures';
export type { Figure, MetricEntity } from './metrics/metricQuestions';
export type { EndpointRank, RankedEndpoint } from './metrics/rankEndpoints';
export type { Series } from './metrics/series';
export type { MetricWindow } from './oap/duration';
export { CALL_MS, type AskOptions } from './oap/OapClient';
export { isPartOf, partIdOf, partNameOf, serviceIdOf } from './oap/ids';
export { matchPods, podNamesOf, type PodIdentity } from './pods/matchPods';
export {
  MOST_SEARCHED,
  type FoundTrace,
  type FoundTraces,
  type TraceSearch,
} from './traces/readTraces';
