import { isObject, type JsonObject } from '../json';
import type { Json } from '../types';
import { listAt, objectAt, objectsAt, stringAt } from './access';
import type { Findings } from './findings';
import { pathSegmentErrors, subdomainErrors } from './names';

const GROUP = 'rbac.authorization.k8s.io';
const ROLE_KINDS = ['Role', 'ClusterRole'];

export function checkRole(findings: Findings, object: JsonObject): void {
  for (const [index, rule] of objectsAt(object, 'rules').entries()) {
    const field = `rules[${index}]`;
    if (listAt(rule, 'verbs').length === 0)
      findings.required(
        `${field}.verbs`,
        'verbs must contain at least one value',
      );
    const urls = listAt(rule, 'nonResourceURLs');
    if (urls.length > 0) {
      const resources = [
        ...listAt(rule, 'apiGroups'),
        ...listAt(rule, 'resources'),
        ...listAt(rule, 'resourceNames'),
      ];
      if (object.kind === 'Role')
        findings.invalid(
          `${field}.nonResourceURLs`,
          urls,
          'namespaced rules cannot apply to non-resource URLs',
        );
      if (resources.length > 0)
        findings.invalid(
          `${field}.nonResourceURLs`,
          urls,
          'rules cannot apply to both regular resources and non-resource URLs',
        );
      continue;
    }
    if (listAt(rule, 'apiGroups').length === 0)
      findings.required(
        `${field}.apiGroups`,
        'resource rules must supply at least one api group',
      );
    if (listAt(rule, 'resources').length === 0)
      findings.required(
        `${field}.resources`,
        'resource rules must supply at least one resource',
      );
  }
}

function checkSubject(
  findings: Findings,
  subject: JsonObject,
  field: string,
  isNamespaced: boolean,
): void {
  const kind = stringAt(subject, 'kind');
  const name = stringAt(subject, 'name');
  const group = stringAt(subject, 'apiGroup');
  if (!name) findings.required(`${field}.name`);
  switch (kind) {
    case 'ServiceAccount':
      if (name) findings.each(`${field}.name`, name, subdomainErrors(name));
      if (group) findings.notSupported(`${field}.apiGroup`, group, ['']);
      if (!isNamespaced && !stringAt(subject, 'namespace'))
        findings.required(`${field}.namespace`);
      return;
    case 'User':
    case 'Group':
      if (group !== GROUP)
        findings.notSupported(`${field}.apiGroup`, group, [GROUP]);
      return;
    default:
      findings.notSupported(`${field}.kind`, kind, [
        'ServiceAccount',
        'User',
        'Group',
      ]);
  }
}

export function checkRoleBinding(findings: Findings, object: JsonObject): void {
  const isNamespaced = object.kind === 'RoleBinding';
  const role = objectAt(object, 'roleRef');
  const group = stringAt(role, 'apiGroup');
  if (group !== GROUP)
    findings.notSupported('roleRef.apiGroup', group, [GROUP]);
  const kinds = isNamespaced ? ROLE_KINDS : ['ClusterRole'];
  const kind = stringAt(role, 'kind');
  if (!kinds.includes(kind)) findings.notSupported('roleRef.kind', kind, kinds);
  const name = stringAt(role, 'name');
  if (!name) findings.required('roleRef.name');
  else findings.each('roleRef.name', name, pathSegmentErrors(name));
  for (const [index, subject] of objectsAt(object, 'subjects').entries())
    checkSubject(findings, subject, `subjects[${index}]`, isNamespaced);
}

/** A binding binds the same role for ever. */
export function checkRoleBindingUpdate(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  const [after, before] = [object, old].map(binding => inGoSpelling(binding));
  if (JSON.stringify(after) !== JSON.stringify(before))
    findings.invalid('roleRef', after, 'cannot change roleRef');
}

/** The server quotes its own struct, whose fields have other names. */
function inGoSpelling(binding: JsonObject): Json {
  const { apiGroup, kind, name } = isObject(binding.roleRef)
    ? binding.roleRef
    : {};
  return { APIGroup: apiGroup ?? '', Kind: kind ?? '', Name: name ?? '' };
}
