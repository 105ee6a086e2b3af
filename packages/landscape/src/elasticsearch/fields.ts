import type { Line } from './lines/block';
import type { Writer } from './lines/writers';

export type FieldType = 'date' | 'text' | 'keyword' | 'long' | '_id' | '_index';

export type FieldValue = string | number | undefined;

/** A field of the indices: where its value comes from decides how cheaply it can be asked for. */
export type Field = { name: string; type: FieldType } & (
  | { origin: 'writer'; read: (writer: Writer) => FieldValue }
  | { origin: 'line'; read: (line: Line) => FieldValue }
);

const LABELS = 'kubernetes.labels.';

/** Labels that the index template knows, whether or not a pod has them. */
const USUAL_LABELS = [
  'app',
  'role',
  'app_kubernetes_io/name',
  'app_kubernetes_io/part-of',
  'backstage_io/kubernetes-id',
];

/** A label's name as the agent writes it: a dot would make an object of it. */
export function labelField(label: string): string {
  return label.replaceAll('.', '_');
}

const FIXED: readonly Field[] = [
  line('@timestamp', 'date', ({ time }) => time),
  line('log', 'text', ({ text }) => text),
  line('level', 'keyword', ({ level }) => level),
  line('tid', 'keyword', ({ traceId }) => traceId),
  line('stream', 'keyword', streamOf),
  line('offset', 'long', ({ offset }) => offset),
  writer('namespace_name', ({ namespace }) => namespace),
  writer('pod_name', ({ pod }) => pod),
  writer('pod_id', ({ uid }) => uid),
  writer('container_name', ({ container }) => container),
  writer('container_image', ({ image }) => image),
  writer('host', ({ node }) => node),
  writer('cluster_name', ({ cluster }) => cluster),
];

const META: readonly Field[] = [
  line('_id', '_id', idOf),
  line('_index', '_index', indexOf),
];

function line(
  name: string,
  type: FieldType,
  read: (line: Line) => FieldValue,
): Field {
  return { name, type, origin: 'line', read };
}

function writer(name: string, read: (writer: Writer) => FieldValue): Field {
  return {
    name: `kubernetes.${name}`,
    type: 'keyword',
    origin: 'writer',
    read,
  };
}

function labelOf(name: string): Field {
  return {
    name: `${LABELS}${name}`,
    type: 'keyword',
    origin: 'writer',
    read: ({ labels }) =>
      labels[name] ??
      Object.entries(labels).find(([key]) => labelField(key) === name)?.[1],
  };
}

/** The mapping of all indices. */
export class Fields {
  readonly #byName: ReadonlyMap<string, Field>;

  /** @param labels - of pods, as they are named in the clusters */
  constructor(labels: Iterable<string>) {
    const names = new Set([...USUAL_LABELS, ...[...labels].map(labelField)]);
    const all = [...FIXED, ...[...names].sort().map(labelOf), ...META];
    this.#byName = new Map(all.map(field => [field.name, field]));
  }

  get(name: string): Field | undefined {
    return this.#byName.get(name);
  }

  /** Without those that begin with an underscore, which no document has in its source. */
  all(): Field[] {
    return [...this.#byName.values()].filter(
      ({ name }) => !name.startsWith('_'),
    );
  }

  /** By a name or a pattern with stars. */
  matching(pattern: string): Field[] {
    if (!pattern.includes('*')) {
      const field = this.get(pattern);
      return field ? [field] : [];
    }
    const test = globOf(pattern);
    return this.all().filter(({ name }) => test(name));
  }

  /** Names of objects on the way to fields. */
  objects(): string[] {
    return ['kubernetes', 'kubernetes.labels'];
  }
}

/** Stars only. */
export function globOf(pattern: string): (text: string) => boolean {
  const expression = pattern
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const regexp = new RegExp(`^${expression}$`, 's');
  return text => regexp.test(text);
}

/** nginx has its errors on the other stream. */
function streamOf({ text }: Line): string {
  return /^\d{4}\/\d\d\/\d\d /.test(text) ? 'stderr' : 'stdout';
}

const ID_BYTES = 15;

/** Stable for a line, with its time in front, so that a line can be found by it. */
export function idOf({
  time,
  writer: { uid, container },
  offset,
}: Line): string {
  const bytes = Buffer.alloc(ID_BYTES);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt32BE(fold(`${uid}/${container}`), 6);
  bytes.writeUInt32BE(offset % 2 ** 32, 10);
  bytes.writeUInt8(Math.floor(offset / 2 ** 32) % 256, 14);
  return bytes.toString('base64url');
}

/** The time of the line that has this id, if it is one of ours. */
export function timeOfId(id: string): number | undefined {
  const bytes = Buffer.from(id, 'base64url');
  return bytes.length === ID_BYTES ? bytes.readUIntBE(0, 6) : undefined;
}

/** FNV: which of many pods it is. */
function fold(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return state >>> 0;
}

/** `k8s-prod-2026.11.21`: the day is that of UTC, whatever the company's clocks say. */
export function indexOf({ time, writer: { environment } }: Line): string {
  return indexName(environment, time);
}

export function indexName(environment: string, time: number): string {
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '.');
  return `k8s-${environment}-${day}`;
}
