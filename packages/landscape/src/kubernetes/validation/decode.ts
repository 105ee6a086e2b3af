import { ApiError } from '../api-error';
import { goValue } from '../go-format';
import { isObject, jsonKind, type JsonObject } from '../json';
import { apiVersionOf, resources } from '../resources';
import { schemaFor } from '../schema';
import { readTyped, type Problems } from '../schema/read';
import type { Json, KubeObject, ResourceType } from '../types';
import { stringAt } from './access';
import { parseBody, unrecognized, type BodyText } from './body-text';
import { cannotBeHandled, invalidError } from './field-error';

/** What to do about fields that a kind does not know: the query parameter `fieldValidation`. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** An object that a request carried, read as the real server reads it. */
export interface Decoded {
  object: KubeObject;
  /** For the `Warning` headers of the answer. */
  warnings: string[];
}

function checkHead(value: JsonObject, type: ResourceType): void {
  const expected = apiVersionOf(type);
  for (const field of ['apiVersion', 'kind'])
    if (value[field] !== undefined && typeof value[field] !== 'string')
      throw unrecognized(
        type,
        `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(
          value[field],
        )} into Go struct field .${field} of type string`,
        JSON.stringify(value),
      );
  const apiVersion = stringAt(value, 'apiVersion') || expected;
  const kind = stringAt(value, 'kind') || type.kind;
  if (apiVersion === expected && kind === type.kind) return;
  if (apiVersion.split('/').length > 2)
    throw unrecognized(
      type,
      `unexpected GroupVersion string: ${apiVersion}`,
      JSON.stringify(value),
    );
  const version = apiVersion.split('/').at(-1);
  const isKnown = Object.values(resources).some(
    other => apiVersionOf(other) === apiVersion && other.kind === kind,
  );
  if (isKnown && !type.custom && kind !== type.kind) {
    const internal = type.group.split('.')[0] || 'core';
    throw new ApiError(
      'BadRequest',
      `${kind} in version "${version}" cannot be handled as a ${type.kind}: converting (${version}.${kind}) to (${internal}.${type.kind}): unknown conversion`,
    );
  }
  throw new ApiError(
    'BadRequest',
    type.custom
      ? `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`
      : `${kind} in version "${version}" cannot be handled as a ${
          type.kind
        }: ${notRegistered(kind, apiVersion)}`,
  );
}

function strictError(errors: readonly string[]): string {
  return `strict decoding error: ${errors.join(', ')}`;
}

function asObject(value: Json, type: ResourceType): KubeObject {
  const head = { apiVersion: apiVersionOf(type), kind: type.kind };
  const object = isObject(value) ? value : {};
  // Everything that is typed here has been checked against the schema.
  return {
    ...object,
    ...head,
    metadata: object.metadata ?? {},
  } as unknown as KubeObject;
}

/**
 * Reads the body of a create or an update.
 *
 * @param body - JSON or YAML text, or JSON that has been parsed already (which hides duplicate fields)
 * @throws ApiError BadRequest for malformed bodies, other kinds, values of a wrong type, and with `Strict` for unknown
 * and duplicate fields
 */
export function decode(
  body: Json | string,
  type: ResourceType,
  fieldValidation: FieldValidation = 'Strict',
): Decoded {
  const strict = fieldValidation !== 'Ignore';
  const text: BodyText =
    typeof body === 'string'
      ? parseBody(body, type, strict)
      : { value: body, yamlErrors: [], duplicates: new Set() };
  const source = text.value ?? {};
  if (!isObject(source))
    throw unrecognized(
      type,
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(
        source,
      )} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
      typeof body === 'string' ? body : JSON.stringify(body),
    );
  checkHead(source, type);
  const { value, problems } = readTyped(source, schemaFor(type), {
    duplicates: text.duplicates,
  });
  if (problems.fatal) throw cannotBeHandled(type, problems.fatal);
  if (fieldValidation === 'Strict') {
    const { yamlErrors } = text;
    const errors = [
      ...(yamlErrors.length > 0
        ? [`yaml: unmarshal errors:\n  ${yamlErrors.join('\n  ')}`]
        : []),
      ...problems.strict,
    ];
    if (errors.length > 0) throw cannotBeHandled(type, strictError(errors));
  }
  return {
    object: asObject(value, type),
    warnings: strict ? [...text.yamlErrors, ...problems.strict] : [],
  };
}

/**
 * Reads what a JSON, merge or strategic merge patch has made of an object.
 *
 * @param patch - the patch itself, which a strategic merge patch's errors quote
 * @throws ApiError Invalid where `decode` answers BadRequest
 */
export function decodePatched(
  patched: Json,
  type: ResourceType,
  patch: { type: 'json' | 'merge' | 'strategic'; body: Json },
  fieldValidation: FieldValidation = 'Warn',
): Decoded {
  const strategic = patch.type === 'strategic';
  const { value, problems } = readTyped(patched, schemaFor(type), {
    dialect: strategic ? 'unstructured' : 'json',
  });
  const why =
    whyAnotherKind(patched, type) ?? whyRejected(problems, fieldValidation);
  if (why) {
    const quoted = strategic ? goValue(patch.body) : JSON.stringify(patched);
    throw invalidError({ group: '', kind: '' }, '', [
      {
        reason: 'FieldValueInvalid',
        field: 'patch',
        message: `Invalid value: ${JSON.stringify(quoted)}: ${why}`,
      },
    ]);
  }
  return {
    object: asObject(value, type),
    warnings: fieldValidation === 'Ignore' ? [] : problems.strict,
  };
}

/** A patch may not make another kind of an object. */
function whyAnotherKind(patched: Json, type: ResourceType): string | undefined {
  const apiVersion = stringAt(patched, 'apiVersion');
  const kind = stringAt(patched, 'kind');
  return apiVersion === apiVersionOf(type) && kind === type.kind
    ? undefined
    : notRegistered(kind, apiVersion);
}

function notRegistered(kind: string, apiVersion: string): string {
  return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
}

function whyRejected(
  { fatal, strict }: Problems,
  fieldValidation: FieldValidation,
): string | undefined {
  if (fatal) return fatal;
  return fieldValidation === 'Strict' && strict.length > 0
    ? strictError(strict)
    : undefined;
}
