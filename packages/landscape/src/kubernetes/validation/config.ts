import type { JsonObject } from '../json';
import { parseQuantity } from '../quantity';
import { listAt, objectAt, objectsAt, stringAt, valueAt } from './access';
import type { Findings } from './findings';
import { configKeyErrors, qualifiedNameErrors, subdomainErrors } from './names';

const MOST_BYTES = 1024 * 1024;
const NANO = 1_000_000_000n;
const ACCESS_MODES = [
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOnce',
  'ReadWriteOncePod',
];
const LIMIT_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const QUOTA_RESOURCES =
  /^((requests|limits)\.)?(cpu|memory|storage|ephemeral-storage)$|^(pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|services\.(nodeports|loadbalancers))$|^count\/|\//;
const NEEDED_KEYS: Record<string, string[]> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function nanos(value: unknown): bigint {
  return parseQuantity(String(value))?.nanos ?? 0n;
}

export function checkConfigMap(findings: Findings, object: JsonObject): void {
  const data = objectAt(object, 'data') ?? {};
  const binary = objectAt(object, 'binaryData') ?? {};
  let bytes = 0;
  for (const [key, value] of Object.entries(data)) {
    findings.each(`data[${key}]`, key, configKeyErrors(key));
    if (Object.hasOwn(binary, key))
      findings.invalid(
        `data[${key}]`,
        key,
        'duplicate of key present in binaryData',
      );
    bytes += Buffer.byteLength(String(value));
  }
  for (const [key, value] of Object.entries(binary)) {
    findings.each(`binaryData[${key}]`, key, configKeyErrors(key));
    bytes += Buffer.byteLength(String(value), 'base64');
  }
  if (bytes > MOST_BYTES) findings.tooLong('[]', MOST_BYTES);
}

export function checkSecret(findings: Findings, object: JsonObject): void {
  const data = objectAt(object, 'data') ?? {};
  const type = stringAt(object, 'type');
  let bytes = 0;
  for (const [key, value] of Object.entries(data)) {
    findings.each(`data[${key}]`, key, configKeyErrors(key));
    bytes += Buffer.byteLength(String(value), 'base64');
  }
  if (bytes > MOST_BYTES) findings.tooLong('data', MOST_BYTES);
  const account = 'kubernetes.io/service-account.name';
  if (
    type === 'kubernetes.io/service-account-token' &&
    !stringAt(object, 'metadata', 'annotations', account)
  )
    findings.required(`metadata.annotations[${account}]`);
  for (const key of NEEDED_KEYS[type] ?? [])
    if (!Object.hasOwn(data, key)) findings.required(`data[${key}]`);
  if (
    type === 'kubernetes.io/basic-auth' &&
    !('username' in data) &&
    !('password' in data)
  ) {
    findings.required('data[username]');
    findings.required('data[password]');
  }
}

/** What `immutable: true` forbids to change. */
export function checkImmutableData(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  if (old.immutable !== true) return;
  for (const field of ['immutable', 'data', 'binaryData'])
    if (JSON.stringify(object[field]) !== JSON.stringify(old[field]))
      findings.forbidden(field, 'field is immutable when `immutable` is set');
}

export function checkClaim(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const modes = listAt(spec, 'accessModes');
  if (modes.length === 0)
    findings.required('spec.accessModes', 'at least 1 access mode is required');
  for (const mode of modes)
    if (!ACCESS_MODES.includes(String(mode)))
      findings.notSupported('spec.accessModes', mode, ACCESS_MODES);
  const size = valueAt(spec, 'resources', 'requests', 'storage');
  if (size === undefined) findings.required('spec.resources[storage]');
  else if (nanos(size) <= 0n)
    findings.invalid(
      'spec.resources[storage]',
      size,
      'must be greater than zero',
    );
  const storageClass = stringAt(spec, 'storageClassName');
  if (storageClass)
    findings.each(
      'spec.storageClassName',
      storageClass,
      subdomainErrors(storageClass),
    );
  const mode = valueAt(spec, 'volumeMode');
  if (mode !== undefined && mode !== 'Block' && mode !== 'Filesystem')
    findings.notSupported('spec.volumeMode', mode, ['Block', 'Filesystem']);
}

export function checkResourceQuota(
  findings: Findings,
  object: JsonObject,
): void {
  const hard = objectAt(object, 'spec', 'hard') ?? {};
  for (const [name, value] of Object.entries(hard)) {
    const field = `spec.hard[${name}]`;
    findings.each(field, name, qualifiedNameErrors(name));
    if (!QUOTA_RESOURCES.test(name)) {
      findings.invalid(
        field,
        name,
        'must be a standard resource type or fully qualified',
      );
      findings.invalid(field, name, 'must be a standard resource for quota');
    }
    const isCount = /^(pods|services|secrets|configmaps|count\/)/.test(name);
    if (nanos(value) < 0n)
      findings.invalid(field, value, 'must be greater than or equal to 0');
    else if (isCount && nanos(value) % NANO !== 0n)
      findings.invalid(field, value, 'must be an integer');
  }
}

export function checkLimitRange(findings: Findings, object: JsonObject): void {
  for (const [index, limit] of objectsAt(object, 'spec', 'limits').entries()) {
    const field = `spec.limits[${index}]`;
    const type = stringAt(limit, 'type');
    if (!LIMIT_TYPES.includes(type) && !type.includes('/'))
      findings.invalid(
        `${field}.type`,
        type,
        'must be a standard limit type or fully qualified',
      );
    const least = objectAt(limit, 'min') ?? {};
    for (const [name, min] of Object.entries(least)) {
      const max = valueAt(limit, 'max', name);
      if (max !== undefined && nanos(min) > nanos(max))
        findings.invalid(
          `${field}.min[${name}]`,
          min,
          `min value ${min} is greater than max value ${max}`,
        );
      for (const [key, what] of [
        ['defaultRequest', 'default request'],
        ['default', 'default'],
      ]) {
        const value = valueAt(limit, key, name);
        if (value !== undefined && nanos(min) > nanos(value))
          findings.invalid(
            `${field}.${key}[${name}]`,
            key === 'default' ? min : value,
            `min value ${min} is greater than ${what} value ${value}`,
          );
      }
    }
  }
}
