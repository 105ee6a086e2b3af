import { ENVIRONMENTS, type EnvironmentName } from '../world/company';
import { AHEAD } from '../world/hostile-lines';
import { globOf, indexName } from './fields';
import { StoreError } from './http';

const DAY = 24 * 60 * 60_000;

/** Days of lines that are kept, today's among them. */
const DAYS_KEPT = 7;

/** Each index has its documents on two. */
export const SHARDS_PER_INDEX = 2;

/** A day of an environment. */
export interface Index {
  name: string;
  environment: EnvironmentName;
  /** The instant at which its day begins, in UTC. */
  from: number;
}

export interface IndexOptions {
  ignoreUnavailable?: boolean;
  /** True unless somebody says otherwise: a pattern may fit nothing. */
  allowNoIndices?: boolean;
}

/** How long a line is kept at least. */
export const RETENTION_MS = DAYS_KEPT * DAY;

/** The indices that there are, by name. */
export function indicesAt(now: number): Index[] {
  const today = Math.floor(now / DAY) * DAY;
  return ENVIRONMENTS.flatMap(environment => {
    // Somebody's clock is wrong on dev and test, and its lines lie where nobody looks for them.
    const ahead = ['dev', 'test'].includes(environment)
      ? Math.floor((now + AHEAD) / DAY) * DAY
      : today;
    const days: Index[] = [];
    for (let from = today - (DAYS_KEPT - 1) * DAY; from <= ahead; from += DAY) {
      days.push({ name: indexName(environment, from), environment, from });
    }
    return days;
  }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The indices of an expression such as `k8s-prod-*,-k8s-prod-2026.11.20`.
 *
 * @throws StoreError for a name that nobody has, or that nobody can have
 */
export function resolveIndices(
  expression: string,
  now: number,
  { ignoreUnavailable = false, allowNoIndices = true }: IndexOptions = {},
): Index[] {
  const known = indicesAt(now);
  const parts = expression === '' ? ['*'] : expression.split(',');
  let found = new Set<Index>();
  let hadPattern = false;
  for (const part of parts) {
    const name = part === '_all' ? '*' : part;
    if (name.startsWith('-') && hadPattern) {
      const test = globOf(name.slice(1));
      found = new Set([...found].filter(item => !test(item.name)));
      continue;
    }
    checkName(name);
    if (name.includes('*')) {
      hadPattern = true;
      const fitting = known.filter(item => globOf(name)(item.name));
      if (fitting.length === 0 && !allowNoIndices) throw notFound(name);
      for (const item of fitting) found.add(item);
      continue;
    }
    const index = known.find(item => item.name === name);
    if (index) found.add(index);
    else if (!ignoreUnavailable) throw notFound(name);
  }
  if (found.size === 0 && !allowNoIndices) throw notFound(expression);
  return known.filter(item => found.has(item));
}

function faultOf(name: string): string | undefined {
  if (name.startsWith('_')) return "must not start with '_'.";
  return /[\s"<>|\\/?#]/.test(name)
    ? 'must not contain the following characters [ , ", *, \\, <, |, ,, >, /, ?]'
    : undefined;
}

function checkName(name: string): void {
  const why = faultOf(name);
  if (!why) return;
  throw new StoreError(
    'invalid_index_name_exception',
    `Invalid index name [${name}], ${why}`,
    { more: { index_uuid: '_na_', index: name } },
  );
}

function notFound(name: string): StoreError {
  return new StoreError(
    'index_not_found_exception',
    `no such index [${name}]`,
    {
      status: 404,
      more: {
        'resource.type': 'index_or_alias',
        'resource.id': name,
        index_uuid: '_na_',
        index: name,
      },
    },
  );
}

/** As real ones look, and always the same for an index. */
export function uuidOf({ name }: Index): string {
  return Buffer.from(name.padEnd(16, '.').split('').reverse().join(''))
    .toString('base64url')
    .slice(0, 22);
}
