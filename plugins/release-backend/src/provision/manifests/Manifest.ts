import type { WritableKind } from '@pilothouse/plugin-clusters-node';
import type {
  ManifestFinding,
  ManifestFindingCode,
  ObjectKey,
} from '@pilothouse/plugin-release-common';
import type { Json } from './reading';

/** An object of a repository that may be applied. */
export interface Manifest {
  kind: WritableKind;
  name: string;
  /** Of the file that it is in. */
  path: string;
  object: Json;
}

export function keyOf({ kind, name }: Manifest): ObjectKey {
  return { apiVersion: kind.apiVersion, kind: kind.kind, name };
}

/** Collects what is said of one object, or of a file. */
export type Report = (
  code: ManifestFindingCode,
  params?: ManifestFinding['params'],
  severity?: ManifestFinding['severity'],
) => void;

/** Texts come from repositories: they are shown, and need not be kept whole. */
const MOST_TEXT = 300;

function short(params: ManifestFinding['params']): ManifestFinding['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, MOST_TEXT) : value,
    ]),
  );
}

/** @param place - where it is found: the file, and the object in it */
export function reporter(
  findings: ManifestFinding[],
  place: { path?: string; object?: ObjectKey; cluster?: string },
): Report {
  return (code, params = {}, severity = 'error') => {
    findings.push({ severity, code, params: short(params), ...place });
  };
}

/** {@link reporter} of a manifest. */
export function reporterOf(
  findings: ManifestFinding[],
  manifest: Manifest,
): Report {
  return reporter(findings, { path: manifest.path, object: keyOf(manifest) });
}
