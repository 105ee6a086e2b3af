import {
  selects,
  type Labels,
  type Requirement,
} from '../selector/LabelSelector';

/** The selector of a Deployment, a budget or (its `matchLabels`) a Service. */
export interface WireSelector {
  matchLabels?: Readonly<Record<string, string>>;
  matchExpressions?: readonly {
    key: string;
    operator: string;
    values?: readonly string[];
  }[];
}

function requirementsOf(selector: WireSelector): Requirement[] | undefined {
  const requirements: Requirement[] = Object.entries(
    selector.matchLabels ?? {},
  ).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  for (const { key, operator, values = [] } of selector.matchExpressions ??
    []) {
    if (operator === 'In' || operator === 'NotIn') {
      requirements.push({ key, operator, values });
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      requirements.push({ key, operator });
    } else return undefined;
  }
  return requirements;
}

/** As Kubernetes decides: a missing selector matches nothing, an empty one everything. */
export function matchesLabels(
  selector: WireSelector | undefined,
  labels: Labels,
): boolean {
  const requirements = selector && requirementsOf(selector);
  return requirements !== undefined && selects({ requirements }, labels);
}

/** As kubectl writes it: `app=order-api,role in (canary,release)`. */
export function selectorText(selector: WireSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(
    ([key, value]) => `${key}=${value}`,
  );
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `!${key}`;
      return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
    },
  );
  return [...labels, ...expressions].join(',').slice(0, 1000);
}
