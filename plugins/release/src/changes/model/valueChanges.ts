import { parseImage, versionOf } from '@pilothouse/plugin-release-common';
import type { Change } from '@pilothouse/plugin-release-common';
import { parseValueName } from './valueName';

type Value = Change['before'][string];

/** One value that a change changed. */
export interface ValueChange {
  name: string;
  before?: Value;
  after?: Value;
}

/** What a change changed, value by value; what stands on both sides alike is left out. */
export function valueChanges({
  before,
  after,
}: Pick<Change, 'before' | 'after'>): ValueChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .map(name => ({ name, before: before[name], after: after[name] }))
    .filter(change => change.before !== change.after);
}

/** A value short enough for a table: of an image its tag, or its digest. */
export function shortValue(name: string, value: Value): string {
  return parseValueName(name).name === 'image' &&
    typeof value === 'string' &&
    value !== ''
    ? versionOf(parseImage(value))
    : String(value);
}
