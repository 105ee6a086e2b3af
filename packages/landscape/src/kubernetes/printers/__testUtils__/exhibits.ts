import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { resources } from '../../resources';
import type { Json, ResourceType } from '../../types';
import { textAt, valueAt } from '../read';

/** An object for the printers, the way a client would send it. */
export interface Exhibit {
  type: ResourceType;
  name: string;
  body: { [key: string]: Json };
}

const types = new Map<string, ResourceType>(
  Object.values(resources).map(type => [type.kind, type]),
);

/** The objects of exhibits.yaml, meant for this namespace. */
export function loadExhibits(namespace: string): Exhibit[] {
  const file = readFileSync(join(__dirname, 'exhibits.yaml'), 'utf8');
  const documents = parseAllDocuments(file.replaceAll('NAMESPACE', namespace));
  return documents.map(document => {
    const body: Exhibit['body'] = document.toJS();
    const type = types.get(textAt(body, 'kind') ?? '');
    if (!type) throw new Error(`No such kind: ${valueAt(body, 'kind')}`);
    return { type, name: textAt(body, 'metadata.name') ?? '', body };
  });
}
