import { isIP } from 'node:net';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const PERCENT = '[0-9]+%';

const compiled = new Map<string, RegExp>();

function matches(pattern: string, value: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(`^${pattern}$`);
    compiled.set(pattern, expression);
  }
  return expression.test(value);
}

/** `… (e.g. 'a',  or 'b', regex used for validation is '…')` */
function wrong(what: string, pattern: string, ...examples: string[]): string {
  const quoted = examples.map(example => `'${example}'`).join(',  or ');
  return `${what} (e.g. ${quoted}, regex used for validation is '${pattern}')`;
}

/** What is wrong with a name such as `web.example`; nothing for most kinds' names. */
export function subdomainErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 253) errors.push('must be no more than 253 characters');
  if (!matches(SUBDOMAIN, value))
    errors.push(
      wrong(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        SUBDOMAIN,
        'example.com',
      ),
    );
  return errors;
}

/** What is wrong with a name without dots: Services, Namespaces, containers. */
export function labelErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 63) errors.push('must be no more than 63 characters');
  if (matches(LABEL, value)) return errors;
  if (matches(SUBDOMAIN, value)) return [...errors, 'must not contain dots'];
  return [
    ...errors,
    wrong(
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
      LABEL,
      'my-name',
      '123-abc',
    ),
  ];
}

/** What is wrong with a name that only has to fit into a URL: RBAC kinds. */
export function pathSegmentErrors(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%']
    .filter(part => value.includes(part))
    .map(part => `may not contain '${part}'`);
}

/** What is wrong with the key of a label, an annotation or a resource. */
export function qualifiedNameErrors(value: string): string[] {
  const parts = value.split('/');
  const examples = ['MyName', 'my.name', '123-abc'] as const;
  const what =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  if (parts.length > 2)
    return [
      `${wrong(
        `a valid label key ${what}`,
        QUALIFIED,
        ...examples,
      )} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const errors: string[] = [];
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (prefix === '') errors.push('prefix part must be non-empty');
  else if (prefix !== undefined)
    errors.push(
      ...subdomainErrors(prefix).map(error => `prefix part ${error}`),
    );
  if (name === '') errors.push('name part must be non-empty');
  else if (name.length > 63)
    errors.push('name part must be no more than 63 bytes');
  if (!matches(QUALIFIED, name))
    errors.push(wrong(`name part ${what}`, QUALIFIED, ...examples));
  return errors;
}

/** What is wrong with the value of a label. */
export function labelValueErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 63) errors.push('must be no more than 63 bytes');
  if (!matches(LABEL_VALUE, value))
    errors.push(
      wrong(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        LABEL_VALUE,
        'MyValue',
        'my_value',
        '12345',
      ),
    );
  return errors;
}

/** What is wrong with the name of a container's port. */
export function portNameErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 15) errors.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(value))
    errors.push(
      'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    );
  if (!/[a-z]/.test(value))
    errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (/^-|-$/.test(value)) errors.push('must not begin or end with a hyphen');
  return errors;
}

/** What is wrong with a port number. */
export function portNumberErrors(value: number): string[] {
  return value >= 1 && value <= 65_535
    ? []
    : ['must be between 1 and 65535, inclusive'];
}

/** What is wrong with a key of a ConfigMap or a Secret. */
export function configKeyErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 253) errors.push('must be no more than 253 characters');
  if (!matches(CONFIG_KEY, value))
    errors.push(
      wrong(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        CONFIG_KEY,
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    );
  if (value === '.' || value === '..') errors.push(`must not be '${value}'`);
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

/** What is wrong with the name of an environment variable. */
export function variableNameErrors(value: string): string[] {
  return /^[ -<>-~]+$/.test(value)
    ? []
    : [
        "a valid environment variable name must consist only of printable ASCII characters other than '='",
      ];
}

/** What is wrong with a text that should be a percentage. */
export function percentErrors(value: string): string[] {
  return matches(PERCENT, value)
    ? []
    : [
        wrong(
          "a valid percent string must be a numeric string followed by an ending '%'",
          PERCENT,
          '1%',
          '93%',
        ),
      ];
}

/** What is wrong with an IP address. */
export function addressErrors(value: string): string[] {
  return isIP(value)
    ? []
    : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
}
