import { join } from 'node:path';
import { stringify } from 'yaml';
import { SERVICES } from '../services';
import { docsOf } from './docs';
import {
  landscapeEntities,
  orgEntities,
  serviceEntities,
  type Entity,
} from './entities';
import { writeFiles, type Files } from './write-files';

const HEADER = '# Written by the landscape. Changes made here are lost.\n';

/**
 * All files of the company's catalog, by path: `all.yaml` is the location that leads to the others.
 *
 * @param forgeUrl - where the repositories are, without a slash at the end
 */
export function catalogFiles(forgeUrl: string): Files {
  const files = new Map<string, string>();
  files.set('org.yaml', toYaml(orgEntities()));
  files.set('systems.yaml', toYaml(landscapeEntities()));
  for (const service of SERVICES) {
    const folder = `services/${service.name}`;
    const entities = serviceEntities(service, forgeUrl);
    files.set(`${folder}/catalog-info.yaml`, toYaml(entities));
    for (const [path, text] of docsOf(service)) {
      files.set(`${folder}/${path}`, text);
    }
  }
  const targets = [...files.keys()]
    .filter(path => /^[^/]+\.yaml$|\/catalog-info\.yaml$/.test(path))
    .map(path => `./${path}`);
  files.set(
    'all.yaml',
    toYaml([
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Location',
        metadata: { name: 'landscape' },
        spec: { type: 'file', targets },
      },
    ]),
  );
  return files;
}

/** Writes the catalog below the landscape's folder. Returns the path of its `all.yaml`. */
export async function writeCatalog(
  landscapeDir: string,
  forgeUrl: string,
): Promise<string> {
  const folder = join(landscapeDir, 'catalog');
  await writeFiles(folder, catalogFiles(forgeUrl));
  return join(folder, 'all.yaml');
}

function toYaml(entities: Entity[]): string {
  return HEADER + entities.map(item => `---\n${stringify(item)}`).join('');
}
