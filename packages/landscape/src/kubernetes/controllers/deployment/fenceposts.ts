import type { Deployment, IntOrString } from '../objects';

/** A number, or a share of `total` such as `25%`, rounded up or down. */
export function scaledValue(
  value: IntOrString,
  total: number,
  round: 'up' | 'down',
): number {
  if (typeof value === 'number') return value;
  const exact = (Number.parseInt(value, 10) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/** How many pods a rolling update may have above and below the wanted number. */
export interface Fenceposts {
  surge: number;
  unavailable: number;
}

/** Surge is rounded up, unavailable down; if both come to nothing one pod may be missing, or nothing would move. */
export function fencepostsOf(deployment: Deployment): Fenceposts {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type !== 'RollingUpdate') return { surge: 0, unavailable: 0 };
  const { maxSurge = 0, maxUnavailable = 0 } = strategy.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, replicas, 'up');
  const allowed = scaledValue(maxUnavailable, replicas, 'down');
  const unavailable = surge === 0 && allowed === 0 ? 1 : allowed;
  return { surge, unavailable: Math.min(unavailable, replicas) };
}
