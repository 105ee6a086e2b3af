import type { Condition } from './objects';
import { timestamp } from './time';

/** The condition of a type, if there is one. */
export function findCondition(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find(condition => condition.type === type);
}

export function withoutCondition(
  conditions: readonly Condition[],
  type: string,
): Condition[] {
  return conditions.filter(condition => condition.type !== type);
}

/**
 * Puts a condition to the end of the list, unless one with the same status and reason is there: then nothing changes,
 * not even the message. The time of the last transition is kept while the status is the same.
 */
export function withCondition(
  conditions: readonly Condition[],
  condition: Condition,
): Condition[] {
  const present = findCondition(conditions, condition.type);
  if (
    present?.status === condition.status &&
    present.reason === condition.reason
  ) {
    return [...conditions];
  }
  const lastTransitionTime =
    present?.status === condition.status
      ? present.lastTransitionTime
      : condition.lastTransitionTime;
  return [
    ...withoutCondition(conditions, condition.type),
    { ...condition, ...(lastTransitionTime && { lastTransitionTime }) },
  ];
}

/** Since when a condition has the status it is about to get: since before if it had it already, else since now. */
export function transitionTime(
  conditions: readonly Condition[] | undefined,
  { type, status }: Pick<Condition, 'type' | 'status'>,
  now: number,
): string {
  const present = findCondition(conditions, type);
  const since =
    present?.status === status ? present.lastTransitionTime : undefined;
  return since ?? timestamp(now);
}
