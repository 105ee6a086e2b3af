import type { Deployment } from './objects';

/** How many pods the strategy of a Deployment may take away; percentages are rounded down, as the controller does. */
export function unavailablePods(deployment: Deployment): number {
  const { replicas = 1, strategy } = deployment.spec ?? {};
  if (strategy?.type === 'Recreate') return replicas;
  const { maxSurge = '25%', maxUnavailable = '25%' } =
    strategy?.rollingUpdate ?? {};
  const part = (value: string | number, round: (n: number) => number) => {
    if (typeof value === 'number') return value;
    const percent = /^(\d{1,6})%$/.exec(value)?.[1];
    return percent === undefined
      ? Number(value) || 0
      : round((Number(percent) * replicas) / 100);
  };
  const down = part(maxUnavailable, Math.floor);
  // Both nought would let nothing move: the controller then takes one away.
  return down === 0 && part(maxSurge, Math.ceil) === 0 ? 1 : down;
}
