import { ApiError, type StatusCause } from '../api-error';
import { qualifiedName } from '../resources';
import type { ResourceType } from '../types';

const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

function detailsOf(type: ResourceType, name?: string) {
  return {
    ...(name && { name }),
    ...(type.group && { group: type.group }),
    kind: type.plural,
  };
}

export function notFound(type: ResourceType, name: string): ApiError {
  return new ApiError(
    'NotFound',
    `${qualifiedName(type)} "${name}" not found`,
    detailsOf(type, name),
  );
}

export function alreadyExists(type: ResourceType, name: string): ApiError {
  return new ApiError(
    'AlreadyExists',
    `${qualifiedName(type)} "${name}" already exists`,
    detailsOf(type, name),
  );
}

/** Somebody else wrote in between, unless another `reason` is given. */
export function conflict(
  type: ResourceType,
  name: string,
  reason: string = MODIFIED,
): ApiError {
  return new ApiError(
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(
      type,
    )} "${name}": ${reason}`,
    detailsOf(type, name),
  );
}

export function forbidden(
  type: ResourceType,
  name: string,
  reason: string,
  causes?: StatusCause[],
): ApiError {
  return new ApiError(
    'Forbidden',
    `${qualifiedName(type)} ${name ? `"${name}" ` : ''}is forbidden: ${reason}`,
    { ...detailsOf(type, name), ...(causes && { causes }) },
  );
}

/** `Invalid` for options of a request, which have a kind but no name: `PatchOptions`, `ListOptions`, … */
export function invalidOptions(
  options: { kind: string; group?: string; name?: string },
  cause: Required<StatusCause>,
): ApiError {
  const { kind, group = 'meta.k8s.io', name = '' } = options;
  return new ApiError(
    'Invalid',
    `${group ? `${kind}.${group}` : kind} "${name}" is invalid: ${
      cause.field
    }: ${cause.message}`,
    {
      ...(name && { name }),
      ...(group && { group }),
      ...(kind && { kind }),
      causes: [cause],
    },
  );
}

/** The URL is right in form, but there is nothing behind it. */
export function noSuchResource(): ApiError {
  return new ApiError(
    'NotFound',
    'the server could not find the requested resource',
    {},
  );
}

export function methodNotAllowed(): ApiError {
  return new ApiError(
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

/** The client asks for a revision that this server has not reached. */
export function tooLargeResourceVersion(
  wanted: number,
  current: number,
): ApiError {
  return new ApiError(
    'Timeout',
    `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    {
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    },
  );
}
