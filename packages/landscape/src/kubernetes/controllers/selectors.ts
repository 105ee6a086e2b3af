import type { LabelRequirement, LabelSelector } from './objects';

type Labels = Record<string, string> | undefined;

/** Whether labels satisfy one requirement. A label that is not there satisfies the negative operators. */
export function meets(labels: Labels, requirement: LabelRequirement): boolean {
  const value = labels?.[requirement.key];
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

/** Whether labels carry all of `wanted`. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  for (const key in wanted) {
    if (labels?.[key] !== wanted[key]) return false;
  }
  return true;
}

/** Whether labels match a selector. An empty selector matches everything, none at all matches nothing. */
export function selects(
  selector: LabelSelector | undefined,
  labels: Labels,
): boolean {
  if (!selector) return false;
  return (
    hasLabels(labels, selector.matchLabels) &&
    (selector.matchExpressions ?? []).every(requirement =>
      meets(labels, requirement),
    )
  );
}
