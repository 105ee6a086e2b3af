import { ApiError } from '../api-error';
import {
  CompactedError,
  objectKey,
  type ObjectStore,
} from '../store/object-store';
import type { KubeObject, ResourceType } from '../types';
import { tooLargeResourceVersion } from './errors';
import type { ListQuery } from './list-options';

/** A page of a list as it was at one revision. */
export interface Page {
  items: KubeObject[];
  metadata: {
    resourceVersion: string;
    continue?: string;
    remainingItemCount?: number;
  };
}

const EXPIRED = 'The resourceVersion for the provided list is too old.';
const EXPIRED_TOKEN =
  'The provided continue parameter is too old to display a consistent list result. ' +
  'You can start a new list without the continue parameter, or use the continue token in this response to retrieve ' +
  'the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that ' +
  'were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** 410 for a token whose revision is forgotten; it offers another that goes on from the same place, but at present. */
export class ExpiredTokenError extends ApiError {
  readonly #token: string;

  constructor(token: string) {
    super('Expired', EXPIRED_TOKEN);
    this.#token = token;
  }

  override toStatus() {
    return { ...super.toStatus(), metadata: { continue: this.#token } };
  }
}

/**
 * Lists objects, page by page and all pages from the same revision.
 *
 * @throws ApiError Expired when that revision is forgotten, Timeout when it is still to come
 */
export function listPage(
  store: ObjectStore,
  type: ResourceType,
  query: ListQuery,
): Page {
  const token = query.continueToken && decodeToken(query.continueToken);
  if (token && query.resourceVersion)
    throw new ApiError(
      'BadRequest',
      'specifying resource version is not allowed when using continue',
    );
  const revision = token
    ? presentIfNegative(token.rv, store)
    : revisionOf(store, query);
  const start = token ? token.start : undefined;
  const matching = read(store, type, revision, query, start).filter(
    query.matches,
  );
  const items = query.limit ? matching.slice(0, query.limit) : matching;
  const last = items.at(-1);
  const remaining = matching.length - items.length;
  return {
    items,
    metadata: {
      resourceVersion: `${revision}`,
      ...(last && remaining > 0 && { continue: tokenAfter(last, revision) }),
      // The real server does not count what a selector would leave out.
      ...(remaining > 0 &&
        !query.selective && { remainingItemCount: remaining }),
    },
  };
}

/** The revision that a list without a token shows. */
function revisionOf(store: ObjectStore, query: ListQuery): number {
  const { resourceVersion, match, limit } = query;
  if (!resourceVersion) return store.revision;
  if (resourceVersion > store.revision)
    throw tooLargeResourceVersion(resourceVersion, store.revision);
  const exact = match === 'Exact' || (match === undefined && limit > 0);
  return exact ? resourceVersion : store.revision;
}

function presentIfNegative(revision: number, store: ObjectStore): number {
  return revision < 0 ? store.revision : revision;
}

function read(
  store: ObjectStore,
  type: ResourceType,
  revision: number,
  { namespace }: ListQuery,
  start: string | undefined,
): KubeObject[] {
  if (revision === store.revision && start === undefined)
    return store.list(type, namespace);
  try {
    return store.listAt(type, revision, { namespace, after: start });
  } catch (error) {
    if (!(error instanceof CompactedError)) throw error;
    throw start === undefined
      ? new ApiError('Expired', EXPIRED)
      : new ExpiredTokenError(encodeToken({ rv: -1, start }));
  }
}

interface Token {
  rv: number;
  /** The key of the last object of the page before. */
  start: string;
}

const TOKEN_VERSION = 'meta.k8s.io/v1';

function tokenAfter(last: KubeObject, revision: number): string {
  const { namespace, name } = last.metadata;
  return encodeToken({ rv: revision, start: objectKey(namespace, name) });
}

function encodeToken({ rv, start }: Token): string {
  return Buffer.from(
    JSON.stringify({ v: TOKEN_VERSION, rv, start: `${start}\0` }),
  ).toString('base64url');
}

function decodeToken(text: string): Token {
  let token: unknown;
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    token = undefined;
  }
  if (
    typeof token === 'object' &&
    token !== null &&
    'v' in token &&
    token.v === TOKEN_VERSION &&
    'rv' in token &&
    typeof token.rv === 'number' &&
    'start' in token &&
    typeof token.start === 'string'
  )
    return { rv: token.rv, start: token.start.replace(/\0$/, '') };
  throw new ApiError(
    'BadRequest',
    `invalid continue token: continue key is not valid: ${whyInvalid(text)}`,
  );
}

/** What Go's decoders say about the beginning of a token that is none. */
function whyInvalid(text: string): string {
  const wrong = /[^A-Za-z0-9_-]/.exec(text)?.index;
  if (wrong !== undefined) return `illegal base64 data at input byte ${wrong}`;
  const [first] = Buffer.from(text, 'base64url');
  if (first === undefined) return 'unexpected end of JSON input';
  const character =
    first < 0x20 || (first >= 0x7f && first < 0xa0)
      ? `\\u00${first.toString(16).padStart(2, '0')}`
      : String.fromCharCode(first);
  return `invalid character '${character}' looking for beginning of value`;
}
