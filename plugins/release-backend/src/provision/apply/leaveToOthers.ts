import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../rollout/runner/isRecord';
import { recordsAt, textAt, type Json } from '../manifests/reading';

/** A field that somebody else has set. */
export interface LeftField {
  /** `spec.template.spec.containers[order-api].image` */
  field: string;
  manager: string;
}

/** More are of no use to a reader. */
const MOST_LEFT = 50;

/** What a rollout sets: it is left to others even where they have set the same. */
const OF_ROLLOUTS =
  /^spec\.(replicas|template\.spec\.containers\[[^\]]+\]\.image)$/;

/** A kind of key of which a manifest may leave out what everybody means. */
const IMPLIED: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

interface Walk {
  manager: string;
  left: LeftField[];
}

/**
 * A body without the fields that others own and have set otherwise, so that applying it takes nothing from anybody, and
 * meets no conflict. Images and replicas are left to others in any case: they are a rollout's, and a rollout looks at who
 * owns them.
 *
 * @param body - as it would be applied; it is not changed
 * @param live - the object as it is, with managedFields
 * @param manager - who applies
 */
export function leaveToOthers(
  body: Json,
  live: Json,
  manager: string,
): { body: Json; left: LeftField[] } {
  const left: LeftField[] = [];
  let rest = body;
  for (const entry of recordsAt(live, 'metadata', 'managedFields')) {
    const name = textAt(entry, 'manager') ?? '';
    const isOurs = name === manager && entry.operation === 'Apply';
    if (isOurs || entry.subresource === 'status') continue;
    const walk = { manager: name, left };
    rest = without(rest, entry.fieldsV1, live, '', walk) ?? {};
  }
  return { body: rest, left: left.slice(0, MOST_LEFT) };
}

/** FieldsV1: `f:` before a field, `k:` before the keys of an item of a list as JSON, `.` for the thing itself. */
function without(
  body: Json,
  fields: unknown,
  live: unknown,
  path: string,
  walk: Walk,
): Json | undefined {
  if (!isRecord(fields)) return body;
  const entries = Object.entries(body).flatMap(
    ([name, value]): [string, unknown][] => {
      const owned = Object.hasOwn(fields, `f:${name}`)
        ? fields[`f:${name}`]
        : undefined;
      if (owned === undefined) return [[name, value]];
      const now = isRecord(live) ? live[name] : undefined;
      const field = path ? `${path}.${name}` : name;
      const kept = keep(value, owned, now, field, walk);
      return kept === undefined ? [] : [[name, kept]];
    },
  );
  // What was emptied by this is not set to nothing: it is not spoken of.
  return entries.length === 0 && Object.keys(body).length > 0
    ? undefined
    : Object.fromEntries(entries);
}

function keep(
  value: unknown,
  owned: unknown,
  now: unknown,
  field: string,
  walk: Walk,
): unknown {
  if (isLeaf(owned)) {
    const isSame = isDeepStrictEqual(value, now);
    if (isSame && !OF_ROLLOUTS.test(field)) return value;
    if (!isSame) walk.left.push({ field, manager: walk.manager });
    return undefined;
  }
  if (isRecord(value)) return without(value, owned, now, field, walk);
  if (Array.isArray(value)) return keepItems(value, owned, now, field, walk);
  return value;
}

/** Nothing below it is told of: it is owned as a whole. `{".": {}}` alone says only that it is there. */
function isLeaf(owned: unknown): boolean {
  return isRecord(owned) && Object.keys(owned).length === 0;
}

function keepItems(
  items: readonly unknown[],
  owned: unknown,
  now: unknown,
  field: string,
  walk: Walk,
): unknown {
  if (!isRecord(owned)) return items;
  const keys = Object.keys(owned)
    .filter(key => key.startsWith('k:'))
    .map(key => ({ keys: parsed(key.slice(2)), fields: owned[key] }));
  const kept = items.flatMap(item => {
    if (!isRecord(item)) return [item];
    const match = keys.find(each => isKeyOf(each.keys, item));
    if (!match) return [item];
    const names = Object.keys(match.keys);
    const lives = Array.isArray(now) ? now.filter(isRecord) : [];
    const name = names.map(key => String(item[key] ?? '')).join(' ');
    const rest = without(
      Object.fromEntries(
        Object.entries(item).filter(([key]) => !names.includes(key)),
      ),
      match.fields,
      lives.find(each => isKeyOf(match.keys, each)),
      `${field}[${name}]`,
      walk,
    );
    // An item of which nothing but its name is left says nothing.
    if (rest === undefined) return [];
    const named = names.flatMap((key): [string, unknown][] =>
      item[key] === undefined ? [] : [[key, item[key]]],
    );
    return [{ ...Object.fromEntries(named), ...rest }];
  });
  return kept.length === 0 && items.length > 0 ? undefined : kept;
}

function isKeyOf(keys: Json, item: Json): boolean {
  return Object.entries(keys).every(
    ([key, value]) => (item[key] ?? IMPLIED[key]) === value,
  );
}

function parsed(json: string): Json {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
