/** Labels of an object, or `undefined` where it has none. */
export type Labels = Readonly<Record<string, string>> | undefined;

/** One condition on a label. */
export type Requirement =
  | { key: string; operator: 'In' | 'NotIn'; values: readonly string[] }
  | { key: string; operator: 'Exists' | 'DoesNotExist' };

/** All of the requirements have to hold. Never empty: a selector without any would select everything. */
export interface LabelSelector {
  readonly requirements: readonly Requirement[];
}

/** The selector `key=value`. */
export function equalTo(key: string, value: string): LabelSelector {
  return { requirements: [{ key, operator: 'In', values: [value] }] };
}

function holds(requirement: Requirement, labels: Labels): boolean {
  const { key } = requirement;
  // Labels come from JSON: what every object inherits is no label.
  const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** As Kubernetes decides it: `!=` and `notin` also hold for an object without the label. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  return selector.requirements.every(requirement => holds(requirement, labels));
}

/** A requirement `key=value` of the selector, by which candidates can be looked up; most selectors have one. */
export function equalityOf(
  selector: LabelSelector,
): { key: string; value: string } | undefined {
  for (const requirement of selector.requirements) {
    if (requirement.operator === 'In' && requirement.values.length === 1) {
      return { key: requirement.key, value: requirement.values[0] };
    }
  }
  return undefined;
}
