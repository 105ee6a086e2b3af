import { ApiError } from '../api-error';
import type { ResourceType } from '../types';

/** Why the server refuses a field. */
export interface FieldError {
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueNotFound'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueTypeInvalid';
  /** `spec.template.spec.containers[0].image` */
  field: string;
  /** With its beginning: `Required value`, `Invalid value: -1: must be …`. */
  message: string;
}

/** The answer to an object whose fields do not pass validation. */
export function invalidError(
  type: Pick<ResourceType, 'group' | 'kind'>,
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const kind = type.group ? `${type.kind}.${type.group}` : type.kind;
  // The real server says the same thing once in the sentence, but as often as it found it in the causes.
  const sentences = [
    ...new Set(errors.map(({ field, message }) => `${field}: ${message}`)),
  ];
  const list =
    sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`;
  return new ApiError('Invalid', `${kind} "${name}" is invalid: ${list}`, {
    ...(name && { name }),
    ...(type.group && { group: type.group }),
    ...(type.kind && { kind: type.kind }),
    causes: [...errors],
  });
}

/** The answer to a body that cannot be read as an object of its kind. */
export function cannotBeHandled(type: ResourceType, why: string): ApiError {
  return new ApiError(
    'BadRequest',
    `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${why}`,
  );
}
