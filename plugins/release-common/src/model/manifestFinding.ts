import * as z from 'zod';

/** Codes of what is wrong with manifests, with their params. */
export const MANIFEST_FINDINGS = [
  /** `message`, `line` */
  'yaml-invalid',
  'no-objects',
  /** `most` */
  'too-many-objects',
  /** `message` */
  'not-an-object',
  /** `kind`, `apiVersion` */
  'kind-not-allowed',
  'secret-in-repository',
  /** `field`: it is called like a secret, and has a value */
  'secret-value',
  /** `name` */
  'name-invalid',
  /** `namespace`, `wanted` */
  'other-namespace',
  /** `path`: where it is too */
  'duplicate-object',
  /** `field`: a template left it empty */
  'empty-value',
  /** `field`, `known` */
  'unknown-field',
  /** `field`, `wanted` */
  'wrong-type',
  /** `field` */
  'missing-field',
  /** `label`, `value`, `wanted` */
  'no-kubernetes-id',
  'selector-mismatch',
  /** `other`: the other workload */
  'selectors-overlap',
  /** `replicas` */
  'canary-has-replicas',
  /** `container` */
  'no-readiness-probe',
  'no-liveness-probe',
  'no-pre-stop',
  /** `container`, `field` */
  'no-resources',
  /** `container`, `image` */
  'latest-tag',
  /** `field`, `wanted`: of restricted pod security */
  'not-restricted',
  /** `secret` */
  'no-pull-secret',
  /** `selector` */
  'selects-nothing',
  /** `role`: the other role gets no traffic */
  'service-selects-role',
  /** `port` */
  'port-unknown',
  /** `kind`, `name` */
  'target-missing',
  /** `name` */
  'autoscaler-on-canary',
  /** `name` */
  'autoscaler-and-replicas',
  /** `name` */
  'budget-blocks-drains',
  /** `alert` */
  'no-runbook',
  /** `alert`, `url`, `page` */
  'runbook-not-found',
  /** `alert`, `url` */
  'runbook-elsewhere',
  /** `alert` */
  'no-summary',
  /** `namespace` */
  'namespace-missing',
  /** `message` */
  'dry-run-refused',
  /** The cluster does not know the kind. */
  'not-served',
  /** The object is there, and is of another service. */
  'not-ours',
  /** `host`: somebody else's route has it, or one that covers it */
  'host-taken',
  /** `field`: without hosts it is for those of everybody */
  'host-missing',
  /** `message` */
  'cluster-unreachable',
] as const;
export const findingCodeSchema = z.enum(MANIFEST_FINDINGS);
export type ManifestFindingCode = z.infer<typeof findingCodeSchema>;

type Params = Record<string, string | number>;

const SENTENCES: Record<ManifestFindingCode, (params: Params) => string> = {
  'yaml-invalid': ({ message, line }) =>
    `It cannot be read as YAML: ${message} (line ${line}).`,
  'no-objects': () => 'There is nothing in it.',
  'too-many-objects': ({ most }) => `There are more than ${most} objects.`,
  'not-an-object': ({ message }) =>
    `It is no object of Kubernetes: ${message}.`,
  'kind-not-allowed': ({ kind, apiVersion }) =>
    `${kind} of ${apiVersion} is not applied by the portal.`,
  'secret-in-repository': () =>
    'A Secret does not belong into a repository: refer to one by its name.',
  'secret-value': ({ field }) =>
    `${field} is called like a secret, and has a value: refer to a Secret instead.`,
  'name-invalid': ({ name }) => `"${name}" cannot be the name of an object.`,
  'other-namespace': ({ namespace, wanted }) =>
    `It names the namespace ${namespace}; it may only be ${wanted}, or none.`,
  'duplicate-object': ({ path }) => `It is in ${path} too.`,
  'empty-value': ({ field }) => `${field} is empty: a value is missing.`,
  'unknown-field': ({ field, known }) =>
    `${field} is not known${known ? `; there are ${known}` : ''}.`,
  'wrong-type': ({ field, wanted }) => `${field} has to be ${wanted}.`,
  'missing-field': ({ field }) => `${field} is missing.`,
  'no-kubernetes-id': ({ label, wanted }) =>
    `The label ${label}: ${wanted} is missing; the portal would not show it.`,
  'selector-mismatch': () => 'Its selector does not match its own pods.',
  'selectors-overlap': ({ other }) =>
    `It and ${other} would take each other's pods.`,
  'canary-has-replicas': ({ replicas }) =>
    `A canary begins with 0 replicas, not ${replicas}: only a rollout gives it pods.`,
  'no-readiness-probe': ({ container }) =>
    `${container} has no readiness probe.`,
  'no-liveness-probe': ({ container }) => `${container} has no liveness probe.`,
  'no-pre-stop': ({ container }) =>
    `${container} ends at once, while traffic still comes: it has no preStop.`,
  'no-resources': ({ container, field }) => `${container} has no ${field}.`,
  'latest-tag': ({ container, image }) =>
    `The image of ${container}, ${image}, may be another one tomorrow: it needs a version.`,
  'not-restricted': ({ field, wanted }) =>
    `${field} has to be ${wanted}: the namespace takes restricted pods only.`,
  'no-pull-secret': ({ secret }) =>
    `Its pods cannot pull images: imagePullSecrets has to name ${secret}.`,
  'selects-nothing': ({ selector }) =>
    `${selector} matches nothing of the manifests.`,
  'service-selects-role': ({ role }) =>
    `It selects the role ${role}, so that the other one gets no traffic.`,
  'port-unknown': ({ port }) => `No container has the port ${port}.`,
  'target-missing': ({ kind, name }) =>
    `${kind} ${name} is not in the manifests.`,
  'autoscaler-on-canary': ({ name }) =>
    `An autoscaler on the canary ${name} would undo what a rollout does.`,
  'autoscaler-and-replicas': ({ name }) =>
    `${name} has replicas, which its autoscaler decides.`,
  'budget-blocks-drains': ({ name }) =>
    `It allows no pod of ${name} to go, so that no node can be drained.`,
  'no-runbook': ({ alert }) => `The alert ${alert} has no runbook_url.`,
  'runbook-not-found': ({ alert, page }) =>
    `The runbook of ${alert} leads to ${page}, which is not in the docs.`,
  'runbook-elsewhere': ({ alert, url }) =>
    `The runbook of ${alert}, ${url}, is not in this service's docs, and was not looked at.`,
  'no-summary': ({ alert }) => `The alert ${alert} has no summary.`,
  'namespace-missing': ({ namespace }) =>
    `There is no namespace ${namespace} that may be written to.`,
  'dry-run-refused': ({ message }) => `The cluster refuses it: ${message}`,
  'not-served': () => 'The cluster does not know this kind; it is left out.',
  'not-ours': () => 'An object of this name is there, of another service.',
  'host-taken': ({ host }) =>
    `${host} is the host of another team's service already.`,
  'host-missing': ({ field }) =>
    `${field} has to name hosts: without any it is for everybody's.`,
  'cluster-unreachable': ({ message }) => `${message}`,
};

/** A finding in one English sentence, without the place: for logs and MCP clients; screens have their own words. */
export function manifestFindingText(finding: {
  code: ManifestFindingCode;
  params: Params;
}): string {
  return SENTENCES[finding.code](finding.params);
}
