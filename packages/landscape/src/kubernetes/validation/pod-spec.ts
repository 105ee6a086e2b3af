import { isObject, type JsonObject } from '../json';
import { listAt, numberAt, objectAt, objectsAt, stringAt } from './access';
import { checkContainers, checkId } from './containers';
import type { Findings } from './findings';
import { checkAnnotations, checkLabels } from './metadata';
import { addressErrors, labelErrors, subdomainErrors } from './names';
import { checkAffinity, checkSpread, checkTolerations } from './scheduling';
import { checkVolumes } from './volumes';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = [
  'ClusterFirstWithHostNet',
  'ClusterFirst',
  'Default',
  'None',
];
const LONGEST_DEADLINE = 2 ** 31 - 1;

function checkDns(findings: Findings, spec: JsonObject, path: string): void {
  const config = objectAt(spec, 'dnsConfig');
  if (
    spec.dnsPolicy === 'None' &&
    listAt(config, 'nameservers').length === 0 &&
    !config
  )
    findings.required(
      `${path}.dnsConfig`,
      'must provide `dnsConfig` when `dnsPolicy` is None',
    );
  for (const [index, server] of listAt(config, 'nameservers').entries())
    findings.each(
      `${path}.dnsConfig.nameservers[${index}]`,
      server,
      addressErrors(String(server)),
    );
}

function checkNames(findings: Findings, spec: JsonObject, path: string): void {
  for (const [key, errors] of [
    ['serviceAccountName', subdomainErrors],
    ['nodeName', subdomainErrors],
    ['hostname', labelErrors],
    ['subdomain', labelErrors],
    ['priorityClassName', subdomainErrors],
  ] as const) {
    const name = stringAt(spec, key);
    if (name) findings.each(`${path}.${key}`, name, errors(name));
  }
}

/** The spec of a pod or of a pod template. */
export function checkPodSpec(
  findings: Findings,
  spec: JsonObject,
  path: string,
): void {
  const volumes = checkVolumes(findings, spec, path);
  checkContainers(findings, spec, path, volumes);
  const restartPolicy = stringAt(spec, 'restartPolicy');
  if (!RESTART_POLICIES.includes(restartPolicy))
    findings.notSupported(
      `${path}.restartPolicy`,
      restartPolicy,
      RESTART_POLICIES,
    );
  const dnsPolicy = stringAt(spec, 'dnsPolicy');
  if (!DNS_POLICIES.includes(dnsPolicy))
    findings.notSupported(`${path}.dnsPolicy`, dnsPolicy, DNS_POLICIES);
  checkLabels(findings, objectAt(spec, 'nodeSelector'), `${path}.nodeSelector`);
  const context = objectAt(spec, 'securityContext');
  for (const key of ['fsGroup', 'runAsUser', 'runAsGroup'])
    checkId(findings, context, key, `${path}.securityContext`);
  checkAffinity(findings, spec, path);
  checkDns(findings, spec, path);
  checkSpread(findings, spec, path);
  checkNames(findings, spec, path);
  const deadline = numberAt(spec, 'activeDeadlineSeconds');
  if (deadline !== undefined && (deadline < 1 || deadline > LONGEST_DEADLINE))
    findings.invalid(
      `${path}.activeDeadlineSeconds`,
      deadline,
      `must be between 1 and ${LONGEST_DEADLINE}, inclusive`,
    );
  checkTolerations(findings, spec, path);
  for (const [index, alias] of objectsAt(spec, 'hostAliases').entries()) {
    const ip = stringAt(alias, 'ip');
    findings.each(`${path}.hostAliases[${index}].ip`, ip, addressErrors(ip));
  }
}

/** A pod template: labels, annotations and a spec without what only pods may have. */
export function checkPodTemplate(
  findings: Findings,
  template: JsonObject | undefined,
  path: string,
): void {
  // The real server leaves `metadata` out of these paths.
  const metadata = objectAt(template, 'metadata');
  checkLabels(findings, objectAt(metadata, 'labels'), `${path}.labels`);
  checkAnnotations(
    findings,
    objectAt(metadata, 'annotations'),
    `${path}.annotations`,
  );
  const spec = objectAt(template, 'spec') ?? {};
  checkPodSpec(findings, spec, `${path}.spec`);
  if (listAt(spec, 'ephemeralContainers').some(isObject))
    findings.forbidden(
      `${path}.spec.ephemeralContainers`,
      'ephemeral containers not allowed in pod template',
    );
}
