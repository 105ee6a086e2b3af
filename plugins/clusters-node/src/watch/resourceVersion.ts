import { isRecord } from '../projection/readers';

const NUMBER = /^[1-9][0-9]*$/;

/** The version in the metadata of an object, a list or a bookmark. */
export function resourceVersionOf(object: unknown): string | undefined {
  if (!isRecord(object) || !isRecord(object.metadata)) return undefined;
  const { resourceVersion } = object.metadata;
  return typeof resourceVersion === 'string' && resourceVersion !== ''
    ? resourceVersion
    : undefined;
}

/**
 * Whether a version comes before another one of the same kind. Kubernetes promises since 1.35 that versions are numbers
 * that may be compared (KEP-5504), and they always were; of others nothing is said.
 */
export function isOlder(one: string, other: string): boolean {
  if (!NUMBER.test(one) || !NUMBER.test(other)) return false;
  return one.length === other.length ? one < other : one.length < other.length;
}
