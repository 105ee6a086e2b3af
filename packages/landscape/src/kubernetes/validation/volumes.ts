import type { JsonObject } from '../json';
import { numberAt, objectAt, objectsAt, stringAt } from './access';
import type { Findings } from './findings';
import { labelErrors } from './names';

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];
const LARGEST_MODE = 0o777;

function checkRelativePath(
  findings: Findings,
  path: string,
  field: string,
): void {
  if (path.startsWith('/'))
    findings.invalid(field, path, 'must be a relative path');
  if (path.split('/').includes('..'))
    findings.invalid(field, path, "must not contain '..'");
}

function checkFiles(
  findings: Findings,
  source: JsonObject,
  field: string,
): void {
  const mode = numberAt(source, 'defaultMode');
  if (mode !== undefined && (mode < 0 || mode > LARGEST_MODE))
    findings.invalid(
      `${field}.defaultMode`,
      mode,
      'must be a number between 0 and 0777 (octal), both inclusive',
    );
  for (const [index, item] of objectsAt(source, 'items').entries()) {
    const here = `${field}.items[${index}]`;
    if (!stringAt(item, 'key')) findings.required(`${here}.key`);
    const path = stringAt(item, 'path');
    if (!path) findings.required(`${here}.path`);
    else checkRelativePath(findings, path, `${here}.path`);
  }
}

function checkSource(
  findings: Findings,
  kind: string,
  source: JsonObject,
  field: string,
): void {
  switch (kind) {
    case 'hostPath': {
      const path = stringAt(source, 'path');
      if (!path) findings.required(`${field}.path`);
      else if (path.split('/').includes('..'))
        findings.invalid(`${field}.path`, path, "must not contain '..'");
      const type = stringAt(source, 'type');
      if (!HOST_PATH_TYPES.includes(type))
        findings.notSupported(`${field}.type`, type, HOST_PATH_TYPES);
      return;
    }
    case 'secret':
      if (!stringAt(source, 'secretName'))
        findings.required(`${field}.secretName`);
      checkFiles(findings, source, field);
      return;
    case 'configMap':
      if (!stringAt(source, 'name')) findings.required(`${field}.name`);
      checkFiles(findings, source, field);
      return;
    case 'persistentVolumeClaim':
      if (!stringAt(source, 'claimName'))
        findings.required(`${field}.claimName`);
      return;
    default:
  }
}

/** The volumes of a pod; returns the names that containers may mount. */
export function checkVolumes(
  findings: Findings,
  spec: JsonObject,
  path: string,
): Set<string> {
  const names = new Set<string>();
  for (const [index, volume] of objectsAt(spec, 'volumes').entries()) {
    const field = `${path}.volumes[${index}]`;
    const kinds = Object.keys(volume)
      .filter(key => objectAt(volume, key))
      .sort();
    for (const [position, kind] of kinds.entries())
      if (position > 0)
        findings.forbidden(
          `${field}.${kind}`,
          'may not specify more than 1 volume type',
        );
      else
        checkSource(
          findings,
          kind,
          objectAt(volume, kind) ?? {},
          `${field}.${kind}`,
        );
    const name = stringAt(volume, 'name');
    if (!name) findings.required(`${field}.name`);
    else findings.each(`${field}.name`, name, labelErrors(name));
    if (names.has(name)) findings.duplicate(`${field}.name`, name);
    names.add(name);
  }
  return names;
}
