import { toError } from '@backstage/errors';
import type {
  ManifestFile,
  ManifestFinding,
} from '@pilothouse/plugin-release-common';
import {
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Tags,
} from 'yaml';
import { isRecord } from '../../rollout/runner/isRecord';
import { manifestKind } from '../kinds';
import { reporter, type Manifest } from './Manifest';
import { textAt, type Json } from './reading';

/** More objects are not one service. */
const MOST_OBJECTS = 100;
/** An alias for each of these is enough for a person; a bomb needs many more. */
const MOST_ALIASES = 50;

const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
/** Services stand in DNS. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * YAML 1.1, as kubectl reads it: `0444` is octal, `on` is true. Times and numbers with colons are text there, and what
 * only YAML has, such as sets, is nothing that JSON could say.
 */
function asKubectl(tags: Tags): Tags {
  return tags.filter(
    tag =>
      typeof tag !== 'object' ||
      (tag.format !== 'TIME' &&
        !/:(timestamp|binary|set|omap|pairs)$/.test(tag.tag)),
  );
}

/**
 * Where a key stands that its mapping has already. The parser could say so too, but compares each key with all others:
 * a file of nothing but keys would keep everybody waiting for seconds.
 */
function offsetOfDoubleKey(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          offset = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return offset;
}

function documentsOf({ path, text }: ManifestFile, found: ManifestFinding[]) {
  const report = reporter(found, { path });
  const lines = new LineCounter();
  const objects: unknown[] = [];
  try {
    const documents = parseAllDocuments(text, {
      version: '1.1',
      customTags: asKubectl,
      uniqueKeys: false,
      lineCounter: lines,
      prettyErrors: false,
    });
    for (const document of Array.isArray(documents) ? documents : []) {
      const [error] = document.errors;
      if (error) {
        const { line } = lines.linePos(error.pos[0]);
        report('yaml-invalid', { message: error.message, line });
        continue;
      }
      const double = offsetOfDoubleKey(document);
      if (double !== undefined) {
        const { line } = lines.linePos(double);
        report('yaml-invalid', { message: 'Map keys must be unique', line });
        continue;
      }
      const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
      // As it would be sent.
      if (value !== null) objects.push(JSON.parse(JSON.stringify(value)));
    }
  } catch (cause) {
    // Too many aliases, or nested so deeply that nobody can follow.
    report('yaml-invalid', { message: toError(cause).message, line: 1 });
  }
  if (objects.length === 0 && found.length === 0) {
    report('no-objects', {}, 'warning');
  }
  return objects;
}

/** Reads the files of a repository. What cannot be applied is told, and left out. */
export function parseManifests(
  files: readonly ManifestFile[],
  namespace: string,
): { manifests: Manifest[]; findings: ManifestFinding[] } {
  const manifests: Manifest[] = [];
  const findings: ManifestFinding[] = [];
  const places = new Map<string, string>();
  let count = 0;
  for (const file of files) {
    const found: ManifestFinding[] = [];
    for (const object of documentsOf(file, found)) {
      count += 1;
      if (count > MOST_OBJECTS) continue;
      const manifest = manifestOf(object, file.path, namespace, found);
      if (!manifest) continue;
      const { kind, name } = manifest;
      const key = `${kind.apiVersion} ${kind.kind} ${name}`;
      const other = places.get(key);
      if (other === undefined) {
        places.set(key, file.path);
        manifests.push(manifest);
      } else {
        const report = reporter(found, {
          path: file.path,
          object: { apiVersion: kind.apiVersion, kind: kind.kind, name },
        });
        report('duplicate-object', { path: other });
      }
    }
    findings.push(...found);
  }
  const report = reporter(findings, {});
  if (count > MOST_OBJECTS) report('too-many-objects', { most: MOST_OBJECTS });
  else if (count === 0) report('no-objects');
  return { manifests, findings };
}

function manifestOf(
  object: unknown,
  path: string,
  namespace: string,
  findings: ManifestFinding[],
): Manifest | undefined {
  if (!isRecord(object)) {
    const message = 'it has no fields';
    reporter(findings, { path })('not-an-object', { message });
    return undefined;
  }
  const apiVersion = textAt(object, 'apiVersion') ?? '';
  const kind = textAt(object, 'kind') ?? '';
  const name = textAt(object, 'metadata', 'name') ?? '';
  const report = reporter(findings, {
    path,
    object: {
      apiVersion: apiVersion.slice(0, 100),
      kind: kind.slice(0, 100),
      name: name.slice(0, 253),
    },
  });
  if (!apiVersion || !kind) {
    report('not-an-object', { message: 'apiVersion or kind is missing' });
    return undefined;
  }
  if (kind === 'Secret') {
    report('secret-in-repository');
    return undefined;
  }
  const writable = manifestKind(apiVersion, kind);
  if (!writable) {
    report('kind-not-allowed', { kind, apiVersion });
    return undefined;
  }
  if (!(kind === 'Service' ? SERVICE_NAME : NAME).test(name)) {
    report('name-invalid', { name });
    return undefined;
  }
  const named = textAt(object, 'metadata', 'namespace');
  if (named !== undefined && named !== namespace) {
    report('other-namespace', { namespace: named, wanted: namespace });
    return undefined;
  }
  return { kind: writable, name, path, object: placed(object, namespace) };
}

function placed(object: Json, namespace: string): Json {
  const { metadata } = object;
  return {
    ...object,
    metadata: { ...(isRecord(metadata) && metadata), namespace },
  };
}
