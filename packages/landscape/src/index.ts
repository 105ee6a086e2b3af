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
export type { RunningRegistry } from './registry/server';
export { freePortBase } from './free-port-base';
export { DEFAULT_PORT_BASE, landscapePorts, portBaseFrom } from './ports';
