import { parse } from 'yaml';
import { ApiError } from '../api-error';
import { isObject, type JsonObject } from '../json';
import type { DeleteOptions, Json, PatchType, WriteOptions } from '../types';
import { whyNoJson } from '../validation';
import { parsePropagation } from './deletion';
import { invalidOptions } from './errors';
import { header, type ApiRequest } from './http';
import { integer } from './list-options';

const UNKNOWN_FORMAT =
  'the body of the request was in an unknown format - accepted media types include: ';
const OBJECT_TYPES =
  'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/**
 * Reads what the query of a write says about how to write.
 *
 * @param kind - what the real server calls the options in its messages
 */
export function parseWriteOptions(
  request: ApiRequest,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
): WriteOptions & { warnings: string[] } {
  const query = request.url.searchParams;
  const fieldManager = query.get('fieldManager') ?? '';
  if (fieldManager.length > 128)
    throw invalidOptions(
      { kind },
      {
        reason: 'FieldValueTooLong',
        message: 'Too long: may not be more than 128 bytes',
        field: 'fieldManager',
      },
    );
  return {
    manager: fieldManager || managerOf(header(request, 'user-agent') ?? ''),
    dryRun: parseDryRun(query.getAll('dryRun'), kind),
    fieldValidation: parseFieldValidation(query.get('fieldValidation'), kind),
    warnings: [],
  };
}

/** What the query of a patch says about server-side apply. */
export function parseForce(request: ApiRequest, type: PatchType): boolean {
  const query = request.url.searchParams;
  const force = query.get('force');
  const cause = (reason: string, field: string, message: string) =>
    invalidOptions({ kind: 'PatchOptions' }, { reason, message, field });
  if (type !== 'apply' && force !== null)
    throw cause(
      'FieldValueForbidden',
      'force',
      'Forbidden: may not be specified for non-apply patch',
    );
  if (type === 'apply' && !query.get('fieldManager'))
    throw cause(
      'FieldValueRequired',
      'fieldManager',
      'Required value: is required for apply patch',
    );
  return force === 'true' || force === '1';
}

/** The options of a DELETE: from its body, or else from its query. */
export function parseDeleteOptions(request: ApiRequest): DeleteOptions {
  const query = request.url.searchParams;
  const body = request.body ? parseObject(request, 'DeleteOptions') : undefined;
  const dryRun = body?.dryRun ?? query.getAll('dryRun');
  const grace = body
    ? body.gracePeriodSeconds
    : integer(query.get('gracePeriodSeconds'));
  const orphan = body
    ? body.orphanDependents
    : query.get('orphanDependents') ?? undefined;
  const propagation = body
    ? body.propagationPolicy
    : query.get('propagationPolicy') ?? undefined;
  return {
    dryRun: parseDryRun(
      Array.isArray(dryRun) ? dryRun.map(String) : [],
      'DeleteOptions',
    ),
    ...(typeof grace === 'number' && { gracePeriodSeconds: grace }),
    propagationPolicy: propagationOf(orphan, propagation),
    preconditions: preconditionsOf(body?.preconditions),
  };
}

/** `orphanDependents` is how older clients say it. */
function propagationOf(orphan: Json | undefined, propagation: unknown) {
  if (orphan === undefined || orphan === null)
    return parsePropagation(propagation);
  return String(orphan) === 'true' ? 'Orphan' : 'Background';
}

function preconditionsOf(value: Json | undefined) {
  if (!isObject(value)) return undefined;
  const { uid, resourceVersion } = value;
  return {
    ...(typeof uid === 'string' && { uid }),
    ...(typeof resourceVersion === 'string' && { resourceVersion }),
  };
}

/**
 * A body that must be an object of no stored kind: options, reviews, Scale.
 *
 * @throws ApiError BadRequest, UnsupportedMediaType
 */
export function parseObject(request: ApiRequest, kind: string): JsonObject {
  checkObjectType(request);
  let value: Json;
  try {
    value = parse(request.body);
  } catch {
    throw new ApiError(
      'BadRequest',
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind`,
    );
  }
  return isObject(value) ? value : {};
}

/** @throws ApiError UnsupportedMediaType for protobuf and whatever else this server does not read */
export function checkObjectType(request: ApiRequest): void {
  switch (mediaType(request)) {
    case '':
    case '*/*':
    case 'application/json':
    case 'application/yaml':
      return;
    default:
      throw new ApiError('UnsupportedMediaType', UNKNOWN_FORMAT + OBJECT_TYPES);
  }
}

/** The kind of a patch, by its Content-Type. Custom kinds know no strategic merge patch. */
export function parsePatchType(
  request: ApiRequest,
  custom: boolean,
): PatchType {
  switch (mediaType(request)) {
    case 'application/json-patch+json':
      return 'json';
    case 'application/merge-patch+json':
      return 'merge';
    case 'application/apply-patch+yaml':
      return 'apply';
    case 'application/strategic-merge-patch+json':
      if (!custom) return 'strategic';
      throw new ApiError(
        'UnsupportedMediaType',
        `${UNKNOWN_FORMAT}application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml`,
      );
    default:
      throw new ApiError(
        'UnsupportedMediaType',
        '415: Unsupported Media Type',
        {},
      );
  }
}

/** The body of a patch. */
export function parsePatch(request: ApiRequest, type: PatchType): Json {
  try {
    return type === 'apply' ? parse(request.body) : JSON.parse(request.body);
  } catch (error) {
    if (type === 'apply')
      throw new ApiError(
        'BadRequest',
        `error decoding YAML: ${
          error instanceof Error ? error.message : error
        }`,
      );
    const prefix = type === 'strategic' ? '' : 'error decoding patch: ';
    const reason = whyNoJson(request.body, error);
    throw new ApiError('BadRequest', prefix + reason);
  }
}

function mediaType(request: ApiRequest): string {
  return (header(request, 'content-type') ?? '').split(';')[0].trim();
}

/** `kubectl` of `kubectl/v1.36.3 (linux/amd64) kubernetes/…`. */
function managerOf(userAgent: string): string {
  return userAgent.split('/')[0] || 'unknown';
}

function parseDryRun(values: string[], kind: string): boolean {
  const wrong = values.filter(value => value !== 'All');
  if (wrong.length)
    throw invalidOptions(
      { kind },
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          values,
        )}: supported values: "All"`,
        field: 'dryRun',
      },
    );
  return values.length > 0;
}

function parseFieldValidation(
  value: string | null,
  kind: string,
): WriteOptions['fieldValidation'] {
  switch (value) {
    case null:
    case '':
      return 'Warn';
    case 'Ignore':
    case 'Warn':
    case 'Strict':
      return value;
    default:
      throw invalidOptions(
        { kind },
        {
          reason: 'FieldValueNotSupported',
          message: `Unsupported value: ${JSON.stringify(
            value,
          )}: supported values: "", "Ignore", "Strict", "Warn"`,
          field: 'fieldValidation',
        },
      );
  }
}
