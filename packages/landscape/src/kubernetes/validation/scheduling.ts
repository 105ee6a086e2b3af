import type { JsonObject } from '../json';
import { listAt, numberAt, objectAt, objectsAt, stringAt } from './access';
import type { Findings } from './findings';
import { qualifiedNameErrors } from './names';
import { checkLabelSelector } from './selectors';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** The tolerations of a pod. */
export function checkTolerations(
  findings: Findings,
  spec: JsonObject,
  path: string,
): void {
  for (const [index, toleration] of objectsAt(spec, 'tolerations').entries()) {
    const field = `${path}.tolerations[${index}]`;
    const key = stringAt(toleration, 'key');
    const operator = stringAt(toleration, 'operator');
    const effect = stringAt(toleration, 'effect');
    if (key) findings.each(`${field}.key`, key, qualifiedNameErrors(key));
    else if (operator !== 'Exists')
      findings.invalid(
        `${field}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      );
    if (
      numberAt(toleration, 'tolerationSeconds') !== undefined &&
      effect !== 'NoExecute'
    )
      findings.invalid(
        `${field}.effect`,
        effect,
        "effect must be 'NoExecute' when `tolerationSeconds` is set",
      );
    const value = stringAt(toleration, 'value');
    if (operator === 'Exists' && value)
      findings.invalid(
        `${field}.operator`,
        value,
        "value must be empty when `operator` is 'Exists'",
      );
    if (operator && operator !== 'Equal' && operator !== 'Exists')
      findings.notSupported(`${field}.operator`, operator, ['Equal', 'Exists']);
    if (effect && !EFFECTS.includes(effect))
      findings.notSupported(`${field}.effect`, effect, EFFECTS);
  }
}

/** The taints of a Node. */
export function checkTaints(findings: Findings, node: JsonObject): void {
  for (const [index, taint] of objectsAt(node, 'spec', 'taints').entries()) {
    // The real server says `metadata` here.
    const field = `metadata.taints[${index}]`;
    const key = stringAt(taint, 'key');
    findings.each(`${field}.key`, key, qualifiedNameErrors(key));
    const effect = stringAt(taint, 'effect');
    if (!EFFECTS.includes(effect))
      findings.notSupported(`${field}.effect`, effect, EFFECTS);
  }
}

/** How the pods of a selector are spread. */
export function checkSpread(
  findings: Findings,
  spec: JsonObject,
  path: string,
): void {
  for (const [index, constraint] of objectsAt(
    spec,
    'topologySpreadConstraints',
  ).entries()) {
    const field = `${path}.topologySpreadConstraints[${index}]`;
    const skew = numberAt(constraint, 'maxSkew') ?? 0;
    if (skew <= 0)
      findings.invalid(`${field}.maxSkew`, skew, 'must be greater than zero');
    if (!stringAt(constraint, 'topologyKey'))
      findings.required(`${field}.topologyKey`, 'can not be empty');
    const action = stringAt(constraint, 'whenUnsatisfiable');
    const actions = ['DoNotSchedule', 'ScheduleAnyway'];
    if (!actions.includes(action))
      findings.notSupported(`${field}.whenUnsatisfiable`, action, actions);
    checkLabelSelector(
      findings,
      objectAt(constraint, 'labelSelector'),
      `${field}.labelSelector`,
    );
  }
}

function checkNodeTerms(
  findings: Findings,
  affinity: JsonObject,
  path: string,
): void {
  const required = objectAt(affinity, REQUIRED);
  if (!required) return;
  const field = `${path}.${REQUIRED}.nodeSelectorTerms`;
  const terms = objectsAt(required, 'nodeSelectorTerms');
  if (terms.length === 0)
    findings.required(field, 'must have at least one node selector term');
  for (const [index, term] of terms.entries())
    for (const [position, expression] of objectsAt(
      term,
      'matchExpressions',
    ).entries()) {
      const here = `${field}[${index}].matchExpressions[${position}]`;
      const operator = stringAt(expression, 'operator');
      if (!NODE_OPERATORS.includes(operator))
        findings.invalid(
          `${here}.operator`,
          operator,
          'not a valid selector operator',
        );
      else if (
        (operator === 'In' || operator === 'NotIn') &&
        listAt(expression, 'values').length === 0
      )
        findings.required(
          `${here}.values`,
          "must be specified when `operator` is 'In' or 'NotIn'",
        );
      const key = stringAt(expression, 'key');
      findings.each(`${here}.key`, key, qualifiedNameErrors(key));
    }
}

function checkPodTerm(
  findings: Findings,
  term: JsonObject | undefined,
  field: string,
): void {
  checkLabelSelector(
    findings,
    objectAt(term, 'labelSelector'),
    `${field}.labelSelector`,
  );
  const key = stringAt(term, 'topologyKey');
  if (!key) findings.required(`${field}.topologyKey`, 'can not be empty');
  findings.each(`${field}.topologyKey`, key, qualifiedNameErrors(key));
}

/** Which nodes and neighbours a pod wants. */
export function checkAffinity(
  findings: Findings,
  spec: JsonObject,
  path: string,
): void {
  const affinity = objectAt(spec, 'affinity');
  const nodes = objectAt(affinity, 'nodeAffinity');
  if (nodes) checkNodeTerms(findings, nodes, `${path}.affinity.nodeAffinity`);
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const rules = objectAt(affinity, kind);
    const field = `${path}.affinity.${kind}`;
    for (const [index, term] of objectsAt(rules, REQUIRED).entries())
      checkPodTerm(findings, term, `${field}.${REQUIRED}[${index}]`);
    for (const [index, weighted] of objectsAt(rules, PREFERRED).entries()) {
      const here = `${field}.${PREFERRED}[${index}]`;
      const weight = numberAt(weighted, 'weight') ?? 0;
      if (weight < 1 || weight > 100)
        findings.invalid(
          `${here}.weight`,
          weight,
          'must be in the range 1-100',
        );
      checkPodTerm(
        findings,
        objectAt(weighted, 'podAffinityTerm'),
        `${here}.podAffinityTerm`,
      );
    }
  }
}
