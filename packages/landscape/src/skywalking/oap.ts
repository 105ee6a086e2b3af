import type { Clock } from '../clock';
import type { EnvironmentName } from '../world/company';
import type { World } from '../world/world';
import { Estate } from './estate';
import { Cells } from './metrics/cells';
import { MetricReader } from './metrics/reader';
import { logResolvers } from './resolvers/logs';
import { metadataResolvers } from './resolvers/metadata';
import { metricResolvers } from './resolvers/metrics';
import { topologyResolvers } from './resolvers/topology';
import { traceResolvers } from './resolvers/traces';
import { TraceStore } from './traces/search';
import type { Dialect } from './version';

/** The OAP of one environment. */
export interface Oap {
  environment: EnvironmentName;
  estate: Estate;
  dialect: Dialect;
  clock: Clock;
  metrics: MetricReader;
  traces: TraceStore;
}

/** Puts one together, over the world as its agents report it. */
export function createOap(options: {
  world: World;
  environment: EnvironmentName;
  dialect: Dialect;
  cells: Cells;
  isEmpty: () => boolean;
}): Oap {
  const { world, environment, dialect, cells, isEmpty } = options;
  const estate = new Estate({ world, environment, isEmpty });
  return {
    environment,
    estate,
    dialect,
    clock: world.clock,
    metrics: new MetricReader({ estate, cells, catalogue: dialect.catalogue }),
    traces: new TraceStore(world, estate),
  };
}

/** What answers each field of the query type; a version's schema decides which of them there are. */
export function rootOf(oap: Oap): Record<string, unknown> {
  return {
    ...metadataResolvers(oap),
    ...metricResolvers(oap),
    ...traceResolvers(oap),
    ...topologyResolvers(oap),
    ...logResolvers(),
  };
}
