import { isObject, type JsonObject } from '../json';
import type { KubeObject, ResourceType } from '../types';
import { objectAt, stringAt } from './access';
import type { Findings } from './findings';
import {
  labelErrors,
  labelValueErrors,
  pathSegmentErrors,
  qualifiedNameErrors,
  subdomainErrors,
} from './names';

const MOST_ANNOTATION_BYTES = 256 * 1024;
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];
const LABEL_NAMED = ['Service', 'Namespace', 'StatefulSet'];
const PATH_NAMED = [
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'PodDisruptionBudget',
  'Event',
];

function nameErrors(type: ResourceType, name: string): string[] {
  if (LABEL_NAMED.includes(type.kind)) return labelErrors(name);
  if (PATH_NAMED.includes(type.kind)) return pathSegmentErrors(name);
  const errors = subdomainErrors(name);
  // A CronJob's Jobs get a suffix of 11 characters.
  if (type.kind === 'CronJob' && name.length > 52)
    errors.push('must be no more than 52 characters');
  return errors;
}

/** Labels of an object, a template or a selector. */
export function checkLabels(
  findings: Findings,
  labels: JsonObject | undefined,
  field: string,
): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    findings.each(field, key, qualifiedNameErrors(key));
    if (typeof value === 'string')
      findings.each(field, value, labelValueErrors(value));
  }
}

/** Annotations of an object or a template. */
export function checkAnnotations(
  findings: Findings,
  annotations: JsonObject | undefined,
  field: string,
): void {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    findings.each(field, key, qualifiedNameErrors(key.toLowerCase()));
    bytes += Buffer.byteLength(key) + Buffer.byteLength(String(value));
  }
  if (bytes > MOST_ANNOTATION_BYTES)
    findings.tooLong(field, MOST_ANNOTATION_BYTES);
}

function checkOwners(findings: Findings, metadata: JsonObject): void {
  const field = 'metadata.ownerReferences';
  const owners = Array.isArray(metadata.ownerReferences)
    ? metadata.ownerReferences.filter(isObject)
    : [];
  for (const owner of owners) {
    const { apiVersion, kind } = owner;
    if (!apiVersion)
      findings.invalid(`${field}.apiVersion`, '', 'version must not be empty');
    for (const key of ['kind', 'name', 'uid'])
      if (!owner[key])
        findings.invalid(`${field}.${key}`, '', 'must not be empty');
    if (apiVersion === 'v1' && kind === 'Event')
      findings.invalid(
        field,
        owner,
        '/v1, Kind=Event is disallowed from being an owner',
      );
  }
  const controllers = owners.filter(owner => owner.controller === true);
  if (controllers.length < 2) return;
  const [first, second] = controllers.map(
    ({ kind, name }) => `${kind}/${name}`,
  );
  findings.invalid(
    field,
    owners,
    `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`,
  );
}

function checkFinalizers(findings: Findings, metadata: JsonObject): void {
  const { finalizers } = metadata;
  for (const [index, name] of (Array.isArray(finalizers)
    ? finalizers
    : []
  ).entries()) {
    if (typeof name !== 'string') continue;
    findings.each('metadata.finalizers', name, qualifiedNameErrors(name));
    if (!name.includes('/') && !STANDARD_FINALIZERS.includes(name))
      findings.invalid(
        `metadata.finalizers[${index}]`,
        name,
        'name is neither a standard finalizer name nor is it fully qualified',
      );
  }
}

/** The metadata of a new or a changed object. */
export function checkMetadata(
  findings: Findings,
  type: ResourceType,
  object: JsonObject,
): void {
  const metadata = objectAt(object, 'metadata') ?? {};
  const generateName = stringAt(metadata, 'generateName');
  const name = stringAt(metadata, 'name');
  if (generateName)
    // What the server will append makes a trailing dash or dot acceptable.
    findings.each(
      'metadata.generateName',
      generateName,
      nameErrors(type, generateName.replace(/[-.]$/, 'a')),
    );
  if (name) findings.each('metadata.name', name, nameErrors(type, name));
  else if (!generateName)
    findings.required('metadata.name', 'name or generateName is required');
  if (type.namespaced) {
    const namespace = stringAt(metadata, 'namespace');
    if (!namespace) findings.required('metadata.namespace');
    else findings.each('metadata.namespace', namespace, labelErrors(namespace));
  }
  checkLabels(findings, objectAt(metadata, 'labels'), 'metadata.labels');
  checkAnnotations(
    findings,
    objectAt(metadata, 'annotations'),
    'metadata.annotations',
  );
  checkOwners(findings, metadata);
  checkFinalizers(findings, metadata);
}

/** What of the metadata must not change. */
export function checkMetadataUpdate(
  findings: Findings,
  object: KubeObject,
  old: KubeObject,
): void {
  const unchangeable = [
    'name',
    'namespace',
    'uid',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ] as const;
  for (const key of unchangeable) {
    const value = object.metadata[key];
    if (value !== undefined && value !== old.metadata[key])
      findings.invalid(`metadata.${key}`, value, 'field is immutable');
  }
  const { deletionTimestamp, finalizers: before = [] } = old.metadata;
  const added = (object.metadata.finalizers ?? []).filter(
    name => !before.includes(name),
  );
  if (deletionTimestamp && added.length)
    findings.forbidden(
      'metadata.finalizers',
      `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
        .sort()
        .map(name => JSON.stringify(name))
        .join(', ')}}`,
    );
}
