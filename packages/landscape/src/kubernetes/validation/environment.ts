import type { JsonObject } from '../json';
import { objectAt, objectsAt, stringAt } from './access';
import type { Findings } from './findings';
import { configKeyErrors, subdomainErrors, variableNameErrors } from './names';

const FIELD_PATHS =
  /^(metadata\.(name|namespace|uid|(labels|annotations)(\['.*'\])?)|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;
const RESOURCE_FIELDS = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const ENV_SOURCES = [
  'fieldRef',
  'resourceFieldRef',
  'configMapKeyRef',
  'secretKeyRef',
  'fileKeyRef',
] as const;

function checkKeyRef(
  findings: Findings,
  reference: JsonObject,
  field: string,
): void {
  const name = stringAt(reference, 'name');
  findings.each(`${field}.name`, name, subdomainErrors(name));
  const key = stringAt(reference, 'key');
  if (!key) findings.required(`${field}.key`);
  else findings.each(`${field}.key`, key, configKeyErrors(key));
}

function checkValueFrom(
  findings: Findings,
  variable: JsonObject,
  field: string,
): void {
  const source = objectAt(variable, 'valueFrom');
  if (!source) return;
  const given = ENV_SOURCES.filter(kind => objectAt(source, kind));
  const before = findings.errors.length;
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const reference = objectAt(source, kind);
    if (reference) checkKeyRef(findings, reference, `${field}.${kind}`);
  }
  const path = stringAt(source, 'fieldRef', 'fieldPath');
  if (given.includes('fieldRef') && !path)
    findings.required(`${field}.fieldRef.fieldPath`);
  else if (path && !FIELD_PATHS.test(path))
    findings.invalid(
      `${field}.fieldRef.fieldPath`,
      path,
      `error converting fieldPath: field label not supported: ${path}`,
    );
  const resource = stringAt(source, 'resourceFieldRef', 'resource');
  if (
    given.includes('resourceFieldRef') &&
    !RESOURCE_FIELDS.includes(resource) &&
    !/^(limits|requests)\.hugepages-/.test(resource)
  )
    findings.notSupported(
      `${field}.resourceFieldRef.resource`,
      resource,
      RESOURCE_FIELDS,
    );
  if (given.length === 0)
    findings.invalid(
      field,
      '',
      'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    );
  else if (stringAt(variable, 'value'))
    findings.invalid(
      field,
      '',
      'may not be specified when `value` is not empty',
    );
  else if (given.length > 1 && findings.errors.length === before)
    findings.invalid(
      field,
      '',
      'may not have more than one field specified at a time',
    );
}

/** The environment variables of a container. */
export function checkEnvironment(
  findings: Findings,
  container: JsonObject,
  path: string,
): void {
  for (const [index, variable] of objectsAt(container, 'env').entries()) {
    const field = `${path}.env[${index}]`;
    const name = stringAt(variable, 'name');
    if (!name) findings.required(`${field}.name`);
    else findings.each(`${field}.name`, name, variableNameErrors(name));
    checkValueFrom(findings, variable, `${field}.valueFrom`);
  }
  for (const [index, source] of objectsAt(container, 'envFrom').entries()) {
    const given = ['configMapRef', 'secretRef'].filter(kind =>
      objectAt(source, kind),
    );
    for (const kind of given)
      if (!stringAt(source, kind, 'name'))
        findings.required(`${path}.envFrom[${index}].${kind}.name`);
    if (given.length === 0)
      findings.invalid(
        `${path}.envFrom`,
        '',
        'must specify one of: `configMapRef` or `secretRef`',
      );
    if (given.length > 1)
      findings.invalid(
        `${path}.envFrom`,
        '',
        'may not have more than one field specified at a time',
      );
  }
}
