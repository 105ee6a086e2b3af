/** What rison can say: JSON, with properties that are left out. */
export type RisonValue =
  | null
  | boolean
  | number
  | string
  | readonly RisonValue[]
  | { readonly [key: string]: RisonValue | undefined };

/** Text that needs no quotes: it looks neither like a number nor like punctuation of rison. */
const PLAIN = /^[^-0123456789 '!:(),*@$][^ '!:(),*@$]*$/;

/**
 * Rison, the form of JSON that Kibana and OpenSearch Dashboards keep in their addresses, as npm `rison-node` writes it.
 * It still has to be URI-encoded.
 *
 * @see https://github.com/Nanonid/rison
 */
export function encodeRison(value: RisonValue): string {
  if (value === null) return '!n';
  switch (typeof value) {
    case 'boolean':
      return value ? '!t' : '!f';
    case 'number':
      // `+` would be read as a space where somebody decodes a form.
      return Number.isFinite(value) ? String(value).replace('+', '') : '!n';
    case 'string':
      return encodeText(value);
    default:
      return isList(value) ? encodeList(value) : encodeObject(value);
  }
}

/** `Array.isArray` does not tell read-only arrays from objects. */
function isList(value: object): value is readonly RisonValue[] {
  return Array.isArray(value);
}

function encodeText(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replace(/['!]/g, '!$&')}'`;
}

function encodeList(list: readonly RisonValue[]): string {
  return `!(${list.map(encodeRison).join(',')})`;
}

function encodeObject(object: {
  readonly [key: string]: RisonValue | undefined;
}): string {
  const parts = Object.keys(object)
    .sort()
    .flatMap(key => {
      const value = object[key];
      return value === undefined
        ? []
        : [`${encodeText(key)}:${encodeRison(value)}`];
    });
  return `(${parts.join(',')})`;
}
