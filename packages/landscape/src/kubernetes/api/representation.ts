import { stringify } from 'yaml';
import { ApiError } from '../api-error';
import { tableFor, type ColumnDefinition } from '../printers';
import { apiVersionOf } from '../resources';
import type { Json, KubeObject, ResourceType } from '../types';
import type { Page } from './listing';
import type { Representation } from './negotiation';
import { toJson } from './objects';

/** What a row of a Table carries of its object. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** Reads the query parameter `includeObject`. */
export function parseIncludeObject(value: string | null): IncludeObject {
  return value === 'None' || value === 'Object' ? value : 'Metadata';
}

/** How the objects of one answer are written. */
export interface View {
  type: Pick<ResourceType, 'group' | 'version' | 'kind' | 'custom'>;
  as: Representation['as'];
  includeObject: IncludeObject;
  /** Milliseconds since the epoch, for the ages in a Table. */
  now: number;
}

const META = 'meta.k8s.io/v1';
const YAML_STYLE = { sortMapEntries: true, indentSeq: false, lineWidth: 0 };

// Stored objects are frozen, so what was written once stays true.
const written = new WeakMap<KubeObject, string>();

/** An object as compact JSON. */
export function objectJson(object: KubeObject): string {
  let json = written.get(object);
  if (json === undefined) {
    json = goJson(object);
    if (Object.isFrozen(object)) written.set(object, json);
  }
  return json;
}

/** JSON as Go writes it: safe to stand in HTML. */
export function goJson(value: unknown): string {
  return escapeHtml(JSON.stringify(value));
}

function escapeHtml(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One object as a client wants to see it, as compact JSON. */
export function viewObject(view: View, object: KubeObject): string {
  switch (view.as) {
    case 'table':
      return tableJson(view, [object], {
        resourceVersion: object.metadata.resourceVersion,
      });
    case 'metadata':
      return goJson(partial(object));
    case 'metadata-list':
      throw new ApiError(
        'NotAcceptable',
        `you requested PartialObjectMetadataList, but the requested object is not a list (${view.type.kind})`,
      );
    default:
      return objectJson(object);
  }
}

/** A page of a list as a client wants to see it, as compact JSON. */
export function viewList(view: View, { items, metadata }: Page): string {
  const meta = goJson(metadata);
  switch (view.as) {
    case 'table':
      return tableJson(view, items, metadata);
    case 'metadata':
      throw new ApiError(
        'NotAcceptable',
        `you requested PartialObjectMetadata, but the requested object is a list (${view.type.kind}List)`,
      );
    case 'metadata-list':
      return `{"kind":"PartialObjectMetadataList","apiVersion":"${META}","metadata":${meta},"items":[${items
        .map(item => goJson(partial(item)))
        .join(',')}]}`;
    default: {
      const { kind } = view.type;
      const apiVersion = apiVersionOf(view.type);
      // In lists of built-in kinds the items do not repeat the kind.
      const said = `"kind":"${kind}","apiVersion":"${apiVersion}",`;
      const texts = items.map(item => {
        const text = objectJson(item);
        return view.type.custom ? text : text.replace(said, '');
      });
      return `{"kind":"${kind}List","apiVersion":"${apiVersion}","metadata":${meta},"items":[${texts.join(
        ',',
      )}]}`;
    }
  }
}

/** Writes the events of one watch; of a watch of Tables only the first event names the columns. */
export class EventWriter {
  readonly #view: () => View;
  #columnsNamed = false;

  constructor(view: () => View) {
    this.#view = view;
  }

  write(type: string, object: KubeObject): string {
    const view = this.#view();
    if (view.as !== 'table')
      return frame(type, viewObject({ ...view, as: single(view.as) }, object));
    const { resourceVersion } = object.metadata;
    const json = tableJson(
      view,
      [object],
      { resourceVersion },
      this.#columnsNamed,
    );
    this.#columnsNamed = true;
    return frame(type, json);
  }

  error(error: ApiError): string {
    return frame('ERROR', goJson(error.toStatus()));
  }
}

/** Compact JSON in the format in which a client wants to read it. */
export function finish(
  json: string,
  format: Representation['format'],
  pretty: boolean,
): string {
  if (format === 'yaml') return stringify(JSON.parse(json), YAML_STYLE);
  return pretty
    ? escapeHtml(JSON.stringify(JSON.parse(json), undefined, 2))
    : `${json}\n`;
}

function frame(type: string, json: string): string {
  return `{"type":"${type}","object":${json}}\n`;
}

function single(as: Representation['as']): Representation['as'] {
  return as === 'metadata-list' ? 'metadata' : as;
}

function partial(object: KubeObject) {
  const { metadata } = object;
  return { kind: 'PartialObjectMetadata', apiVersion: META, metadata };
}

function tableJson(
  view: View,
  objects: KubeObject[],
  metadata: Page['metadata'],
  columnsNamed = false,
): string {
  const { columnDefinitions, rows } = tableFor(view.type, objects, view.now);
  const columns: ColumnDefinition[] | null = columnsNamed
    ? null
    : columnDefinitions;
  return goJson({
    kind: 'Table',
    apiVersion: META,
    metadata,
    columnDefinitions: columns,
    rows: rows.map(({ cells }, index) => ({
      cells,
      object: included(view.includeObject, objects[index]),
    })),
  });
}

function included(include: IncludeObject, object: KubeObject): Json {
  switch (include) {
    case 'None':
      return null;
    case 'Object':
      return toJson(object);
    default:
      return toJson(partial(object));
  }
}
