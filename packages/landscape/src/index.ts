/**
 * A company in a box: every system that Pilothouse talks to, simulated in one process.
 *
 * @packageDocumentation
 */
export {
  startLandscape,
  type Landscape,
  type LandscapeOptions,
} from './landscape';
export type { ProductName as ElasticsearchProduct } from './elasticsearch/products';
export type { RunningElasticsearch } from './elasticsearch/server';
export type { RunningForge } from './forge/server';
export type { RunningRegistry } from './registry/server';
export type { RunningSkyWalking } from './skywalking/server';
export type { SkyWalkingVersion } from './skywalking/version';
export { freePortBase } from './free-port-base';
export { DEFAULT_PORT_BASE, landscapePorts, portBaseFrom } from './ports';
