import type { MetricsService } from '@backstage/backend-plugin-api/alpha';

/** Counts what the runner does. */
export interface RunnerMetrics {
  /** One rollout was looked at. */
  ticked(seconds: number): void;
  /** The store was asked. */
  asked(operation: string): void;
  /** A write was sent to a cluster. */
  wrote(kind: string, outcome: string): void;
  /** So many rollouts are ours. */
  holds(count: number): void;
}

/** For where nobody counts. */
export const noRunnerMetrics: RunnerMetrics = {
  ticked: () => {},
  asked: () => {},
  wrote: () => {},
  holds: () => {},
};

/** By the metrics service of the plugin. */
export function createRunnerMetrics(service: MetricsService): RunnerMetrics {
  const ticks = service.createHistogram('pilothouse.rollouts.tick', {
    description: 'How long it took to look at one rollout and act',
    unit: 's',
  });
  const queries = service.createCounter('pilothouse.rollouts.queries', {
    description: 'Questions of the rollouts’ runner to the database',
  });
  const writes = service.createCounter('pilothouse.rollouts.writes', {
    description: 'Writes of rollouts to clusters',
  });
  const active = service.createGauge('pilothouse.rollouts.active', {
    description: 'Rollouts whose lease this process has',
  });
  return {
    ticked: seconds => ticks.record(seconds),
    asked: operation => queries.add(1, { operation }),
    wrote: (kind, outcome) => writes.add(1, { kind, outcome }),
    holds: count => active.record(count),
  };
}
