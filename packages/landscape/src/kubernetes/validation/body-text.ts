import { parseDocument } from 'yaml';
import { ApiError } from '../api-error';
import { sortKeys } from '../json';
import type { Json, ResourceType } from '../types';
import { duplicateFields } from './duplicates';

/** The text of a body, parsed. */
export interface BodyText {
  value: Json;
  /** Duplicate keys of a YAML text, as the real server reports them. */
  yamlErrors: string[];
  duplicates: ReadonlySet<string>;
}

/** What the real server quotes of a body that it cannot read. */
function beginning(text: string): string {
  if (text === '') return '<empty>';
  if (!text.startsWith('{')) return Buffer.from(text).toString('hex');
  return text.length > 30 ? `${text.slice(0, 30)} ...` : text;
}

/** The answer to a body that is no object at all. */
export function unrecognized(
  type: ResourceType,
  why: string,
  text: string,
): ApiError {
  return new ApiError(
    'BadRequest',
    `the object provided is unrecognized (must be of type ${
      type.kind
    }): ${why} (${beginning(text)})`,
  );
}

function parseYaml(text: string, type: ResourceType): BodyText {
  const document = parseDocument(text, { merge: true, schema: 'core' });
  const yamlErrors: string[] = [];
  for (const { code, linePos, pos } of document.errors) {
    const line = linePos?.[0].line ?? 1;
    if (code !== 'DUPLICATE_KEY')
      throw unrecognized(
        type,
        `yaml: line ${line}: did not find expected node content`,
        text,
      );
    const key = /^["']?([^\s:"']+)/.exec(text.slice(pos[0]))?.[1] ?? '';
    yamlErrors.push(`line ${line}: key "${key}" already set in map`);
  }
  // YAML is turned into JSON with its keys in order before it is read.
  const value: Json = document.toJS();
  return { value: sortKeys(value ?? null), yamlErrors, duplicates: new Set() };
}

/** Go's words for what `JSON.parse` complains about. */
export function whyNoJson(text: string, error: unknown): string {
  const complaint = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(complaint)?.[1];
  const character =
    position === undefined
      ? /token '(.)'/.exec(complaint)?.[1]
      : text[Number(position)];
  if (character === undefined) return 'unexpected end of JSON input';
  return `invalid character '${character}' ${whereOf(complaint)}`;
}

function whereOf(complaint: string): string {
  if (complaint.includes('property name'))
    return 'looking for beginning of object key string';
  if (complaint.includes("',' or '}'")) return 'after object key:value pair';
  if (complaint.includes("',' or ']'")) return 'after array element';
  return 'looking for beginning of value';
}

/**
 * Parses the body of a request. Objects may come as JSON or as YAML; what is neither is taken for JSON.
 *
 * @throws ApiError BadRequest
 */
export function parseBody(
  text: string,
  type: ResourceType,
  strict: boolean,
): BodyText {
  try {
    const value: Json = JSON.parse(text);
    const duplicates = strict ? duplicateFields(text) : new Set<string>();
    return { value, yamlErrors: [], duplicates };
  } catch (error) {
    // Blank lines belong to no line's indentation: else their number would be squared.
    if (/^[ \t]*(-|[\w"']+[ \t]*:)/m.test(text) && !/^\s*[{[]/.test(text))
      return parseYaml(text, type);
    throw unrecognized(
      type,
      `couldn't get version/kind; json parse error: ${whyNoJson(text, error)}`,
      text,
    );
  }
}
