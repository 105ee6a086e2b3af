import { ApiError } from '../api-error';
import type { KubeObject, ResourceType } from '../types';
import { invalidOptions } from './errors';
import { parseFieldSelector } from './field-selector';
import { parseLabelSelector } from './label-selector';

/** What the query of a list or watch asks for. */
export interface ListQuery {
  namespace?: string;
  /** Passes the label and the field selector. */
  matches: (object: KubeObject) => boolean;
  /** Whether there is a selector at all. */
  selective: boolean;
  limit: number;
  continueToken?: string;
  /** `undefined`: the newest. 0: any. */
  resourceVersion?: number;
  match?: 'Exact' | 'NotOlderThan';
  sendInitialEvents?: boolean;
  allowWatchBookmarks: boolean;
  /** Seconds after which the server ends a watch. */
  timeout?: number;
}

/**
 * Reads the query parameters of a list or a watch.
 *
 * @param name - of the one object in the URL, when there is one
 * @throws ApiError BadRequest or Invalid, worded as the real server does
 */
export function parseListQuery(
  type: ResourceType,
  query: URLSearchParams,
  options: { namespace?: string; name?: string; watch: boolean },
): ListQuery {
  const { namespace, name, watch } = options;
  const labelSelector = query.get('labelSelector') ?? '';
  const fieldSelector = [
    query.get('fieldSelector') ?? '',
    name === undefined ? '' : `metadata.name=${name}`,
  ]
    .filter(Boolean)
    .join(',');
  const byLabels = parseLabelSelector(labelSelector);
  const byFields = parseFieldSelector(type, fieldSelector);
  checkCombination(query, watch);
  return {
    namespace,
    matches: object => byLabels(object.metadata.labels) && byFields(object),
    selective: labelSelector !== '' || fieldSelector !== '',
    limit: Math.max(0, integer(query.get('limit')) ?? 0),
    continueToken: query.get('continue') || undefined,
    resourceVersion: resourceVersion(query, watch),
    match: matchOf(query.get('resourceVersionMatch')),
    sendInitialEvents: query.has('sendInitialEvents')
      ? flag(query, 'sendInitialEvents')
      : undefined,
    allowWatchBookmarks: flag(query, 'allowWatchBookmarks'),
    timeout: integer(query.get('timeoutSeconds')),
  };
}

/** A query parameter that is true or false: `watch`, `watch=1`, `watch=true`. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}

/**
 * A whole number from a query, `undefined` when it is not given.
 *
 * @throws ApiError BadRequest for anything else
 */
export function integer(value: string | null): number | undefined {
  if (!value) return undefined;
  if (!/^[+-]?\d+$/.test(value))
    throw new ApiError(
      'BadRequest',
      `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`,
    );
  return Number(value);
}

function resourceVersion(
  query: URLSearchParams,
  watch: boolean,
): number | undefined {
  const value = query.get('resourceVersion');
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const text = JSON.stringify(value);
  const reason = `resourceVersion: Invalid value: ${text}: strconv.ParseUint: parsing ${text}: invalid syntax`;
  throw watch
    ? new ApiError('Unknown', reason)
    : new ApiError('BadRequest', `invalid resource version: ${reason}`);
}

function matchOf(value: string | null): ListQuery['match'] {
  return value === 'Exact' || value === 'NotOlderThan' ? value : undefined;
}

function checkCombination(query: URLSearchParams, watch: boolean): void {
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const initial = query.has('sendInitialEvents');
  if (initial && !watch)
    throw refused(
      'sendInitialEvents',
      'sendInitialEvents is forbidden for list',
    );
  if (initial && match !== 'NotOlderThan')
    throw refused(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  if (!match || initial) return;
  if (watch)
    throw refused(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  if (!version)
    throw refused(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  if (query.get('continue'))
    throw refused(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden when continue is provided',
    );
  if (match !== 'Exact' && match !== 'NotOlderThan')
    throw invalidOptions(
      { kind: 'ListOptions' },
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          match,
        )}: supported values: "Exact", "NotOlderThan", ""`,
        field: 'resourceVersionMatch',
      },
    );
  if (match === 'Exact' && version === '0')
    throw refused(
      'resourceVersionMatch',
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    );
}

function refused(field: string, reason: string): ApiError {
  return invalidOptions(
    { kind: 'ListOptions' },
    { reason: 'FieldValueForbidden', message: `Forbidden: ${reason}`, field },
  );
}
