import type { Pod } from '../objects';
import { isActive, isReady, readySince, restartsOf } from '../pods/conditions';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASES: (string | undefined)[] = ['Pending', 'Unknown', 'Running'];

/**
 * Orders pods by how well they can be spared: first those that are not assigned, not running or not ready, then cheap
 * ones, those that share a node with many of their kind, the young, and those that restarted often.
 *
 * @param related - pods of all ReplicaSets of the same owner, which is what "of their kind" means
 */
export function bySparability(
  pods: Pod[],
  related: Iterable<Pod>,
  now: number,
): Pod[] {
  const neighbours = new Map<string | undefined, number>();
  for (const pod of related) {
    if (!isActive(pod)) continue;
    const { nodeName } = pod.spec;
    neighbours.set(nodeName, (neighbours.get(nodeName) ?? 0) + 1);
  }
  const crowd = (pod: Pod) => neighbours.get(pod.spec.nodeName) ?? 0;
  return [...pods].sort(
    (a, b) =>
      Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName)) ||
      PHASES.indexOf(a.status?.phase) - PHASES.indexOf(b.status?.phase) ||
      Number(isReady(a)) - Number(isReady(b)) ||
      deletionCost(a) - deletionCost(b) ||
      crowd(b) - crowd(a) ||
      byAge(a, b, readySince(a), readySince(b), now) ||
      restartsOf(b) - restartsOf(a) ||
      byAge(a, b, createdAt(a), createdAt(b), now),
  );
}

// Ages are compared by their magnitude, so that it is not always the same pod of several similar ones; among pods of
// one magnitude the uid decides.
function byAge(
  a: Pod,
  b: Pod,
  first: number | undefined,
  second: number | undefined,
  now: number,
): number {
  if (first === second || first === undefined || second === undefined) return 0;
  const difference = magnitude(now - first) - magnitude(now - second);
  return difference || (a.metadata.uid < b.metadata.uid ? -1 : 1);
}

// Of nanoseconds, which is what the real controller compares.
function magnitude(age: number): number {
  return age > 0 ? Math.floor(Math.log2(age * 1e6)) : -1;
}

function createdAt(pod: Pod): number {
  return Date.parse(pod.metadata.creationTimestamp);
}

function deletionCost({ metadata }: Pod): number {
  const cost = Number(metadata.annotations?.[DELETION_COST] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}
