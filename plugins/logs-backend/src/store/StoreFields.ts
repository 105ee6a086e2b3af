import type { SourceFields } from '../config/fieldPresets';

/** Kept whole: they can be compared, and are not cut into words. */
const EXACT: ReadonlySet<string> = new Set([
  'keyword',
  'constant_keyword',
  'wildcard',
]);
const NUMBERS: ReadonlySet<string> = new Set([
  'long',
  'integer',
  'short',
  'byte',
  'unsigned_long',
]);

/** Has to be compared as a whole: who may read is decided by it. */
const WHOLE = ['namespace', 'pod', 'cluster'] as const;

export interface StoreFields {
  time: { name: string; nanos: boolean };
  /** In which text is searched for. */
  message: readonly string[];
  /** Names to compare by; missing where a field is not kept whole. */
  exact: Partial<
    Record<'namespace' | 'pod' | 'container' | 'cluster' | 'traceId', string>
  >;
  level?: { name: string; numeric: boolean };
  tieBreaker?: { name: string; type: string };
  /** Without it nothing can be asked for safely. */
  missing?: string;
  /** Fields that some indices keep in another way: their lines are left out. */
  differs: readonly string[];
  /** No index has any of the fields: there is none yet. */
  empty: boolean;
}

type Caps = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What has to be known to decide, in the words of `_field_caps`. */
export function fieldsToAsk(fields: SourceFields): string[] {
  const { time, message, namespace, pod, container } = fields;
  const { cluster, level, traceId, tieBreaker } = fields;
  const compared = [namespace, pod, container, cluster, level, traceId];
  const names = [
    time,
    ...message,
    tieBreaker,
    ...compared.flatMap(name => (name ? [name, keywordOf(name)] : [])),
  ];
  return [...new Set(names.filter(name => name !== undefined))];
}

/** Dynamic mappings cut texts into words, and keep them whole beside that. */
function keywordOf(name: string): string {
  return `${name}.keyword`;
}

/** Decides by which names fields are compared, so that it holds for every index of the source. */
export function resolveFields(fields: SourceFields, caps: Caps): StoreFields {
  const differs: string[] = [];
  const typesOf = (name: string) =>
    Object.keys(caps[name] ?? {}).filter(type => type !== 'unmapped');
  const exactOf = (name: string | undefined) => {
    if (!name) return undefined;
    const types = typesOf(name);
    const whole = types.filter(type => EXACT.has(type));
    if (whole.length > 0 && whole.length === types.length) return name;
    const keyword = keywordOf(name);
    if (!typesOf(keyword).some(type => EXACT.has(type))) return undefined;
    // Where one index keeps it whole and another does not, only the second has the field beside it.
    if (whole.length > 0) differs.push(name);
    return keyword;
  };
  const exact: StoreFields['exact'] = {};
  for (const key of [...WHOLE, 'container', 'traceId'] as const) {
    const name = exactOf(fields[key]);
    if (name !== undefined) exact[key] = name;
  }
  const missing = WHOLE.find(key => fields[key] && !exact[key]);
  const level = levelOf(fields.level, typesOf, exactOf);
  const [tieType] = fields.tieBreaker ? typesOf(fields.tieBreaker) : [];
  return {
    time: {
      name: fields.time,
      nanos: typesOf(fields.time).includes('date_nanos'),
    },
    message: messageOf(fields, typesOf),
    exact,
    ...(level && { level }),
    ...(fields.tieBreaker &&
      tieType && {
        tieBreaker: { name: fields.tieBreaker, type: tieType },
      }),
    ...(missing && { missing: fields[missing] }),
    differs,
    empty: Object.keys(caps).every(name => typesOf(name).length === 0),
  };
}

function levelOf(
  name: string | undefined,
  typesOf: (name: string) => string[],
  exactOf: (name: string) => string | undefined,
): StoreFields['level'] {
  if (!name) return undefined;
  const types = typesOf(name);
  if (types.length > 0 && types.every(type => NUMBERS.has(type))) {
    return { name, numeric: true };
  }
  const exact = exactOf(name);
  return exact === undefined ? undefined : { name: exact, numeric: false };
}

/** All that there are; the first where nothing is known. */
function messageOf(
  { message }: SourceFields,
  typesOf: (name: string) => string[],
): readonly string[] {
  const known = message.filter(name => typesOf(name).length > 0);
  return known.length > 0 ? known : message.slice(0, 1);
}
