import type { Field } from '../fields';
import { QueryFault } from '../http';
import { listOf, type JsonObject } from '../json';
import type { QueryContext } from './leaves';
import { atLeast, NOTHING, type Matcher } from './matcher';

/** The fields that a person's text is looked for in: those that are named, or all. */
export function textFields(
  body: JsonObject,
  { fields }: QueryContext,
): { chosen: Field[]; isAll: boolean } {
  const names = body.fields ?? body.default_field ?? '*';
  const patterns = listOf(names).map(name => String(name).replace(/\^.*$/, ''));
  const isAll = patterns.includes('*');
  return { chosen: patterns.flatMap(name => fields.matching(name)), isAll };
}

/** Any of the fields; with `lenient`, those to which the value means nothing are left out. */
export function anyField(
  chosen: readonly Field[],
  lenient: boolean,
  make: (field: Field) => Matcher,
): Matcher {
  return atLeast(
    1,
    chosen.map(field => {
      try {
        return make(field);
      } catch (error) {
        if (lenient && error instanceof QueryFault) return NOTHING;
        throw error;
      }
    }),
  );
}
