import { isRecord } from '../../rollout/runner/isRecord';
import type { Manifest, Report } from '../manifests/Manifest';
import { recordAt } from '../manifests/reading';
import { CUSTOM_KINDS } from './customKinds';
import kubernetesSchema from './generated/kubernetesSchema.json';

/** Fields of an object, with their types in the notation of the generated schema. */
type Fields = Readonly<Record<string, string>>;

const OBJECTS = new Map<string, Fields>([
  ...Object.entries(kubernetesSchema),
  ...Object.entries(CUSTOM_KINDS),
]);

const WORDS: Readonly<Record<string, string>> = {
  s: 'text',
  i: 'a whole number',
  n: 'a number',
  b: 'true or false',
  is: 'a number or text',
};

/** Of the kinds where a typing mistake tells nothing by itself, and of those everybody knows. */
const MOST_KNOWN = 40;

function fits(type: string, value: unknown): boolean {
  switch (type) {
    case 's':
      return typeof value === 'string';
    case 'i':
      return Number.isInteger(value);
    case 'n':
      return typeof value === 'number';
    case 'b':
      return typeof value === 'boolean';
    case 'is':
      return typeof value === 'string' || typeof value === 'number';
    default:
      return true;
  }
}

function check(type: string, value: unknown, field: string, report: Report) {
  if (value === null) {
    report('empty-value', { field });
  } else if (type === '*') {
    checkOpen(value, field, report);
  } else if (type.startsWith('[]')) {
    if (!Array.isArray(value)) {
      report('wrong-type', { field, wanted: 'a list' });
      return;
    }
    value.forEach((item: unknown, index) =>
      check(type.slice(2), item, `${field}[${index}]`, report),
    );
  } else if (type.startsWith('{}')) {
    if (!isRecord(value)) {
      report('wrong-type', { field, wanted: 'an object' });
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      check(type.slice(2), item, `${field}[${key}]`, report);
    }
  } else if (type.startsWith('@')) {
    checkObject(type.slice(1), value, field, report);
  } else if (!fits(type, value)) {
    report('wrong-type', { field, wanted: WORDS[type] });
  }
}

/** Of what is not described only that nothing in it is missing. */
function checkOpen(value: unknown, field: string, report: Report): void {
  if (value === null) report('empty-value', { field });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    checkOpen(item, `${field}.${key}`, report);
  }
}

function checkObject(
  name: string,
  value: unknown,
  field: string,
  report: Report,
): void {
  const fields = OBJECTS.get(name);
  if (!fields) return;
  if (!isRecord(value)) {
    report('wrong-type', { field: field || 'it', wanted: 'an object' });
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const path = field ? `${field}.${key}` : key;
    const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (type === undefined) {
      const known = Object.keys(fields);
      report('unknown-field', {
        field: path,
        known: known.length > MOST_KNOWN ? '' : known.join(', '),
      });
    } else {
      check(type.replace('!', ''), item, path, report);
    }
  }
  for (const [key, type] of Object.entries(fields)) {
    if (type.endsWith('!') && !Object.hasOwn(value, key)) {
      report('missing-field', { field: field ? `${field}.${key}` : key });
    }
  }
}

/** All that a repository says of an object itself; the rest is between the cluster and its controllers. */
const METADATA = ['name', 'namespace', 'labels', 'annotations'];

/** Refuses fields that the API servers would refuse too, and those that they would silently drop. */
export function checkFields({ kind, object }: Manifest, report: Report): void {
  checkObject(kind.kind, object, '', report);
  for (const key of Object.keys(recordAt(object, 'metadata'))) {
    if (METADATA.includes(key)) continue;
    report('unknown-field', {
      field: `metadata.${key}`,
      known: METADATA.join(', '),
    });
  }
}
