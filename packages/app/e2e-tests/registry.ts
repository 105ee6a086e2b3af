import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LANDSCAPE =
  process.env.PILOTHOUSE_LANDSCAPE_URL ?? 'http://127.0.0.1:7100';
const DATA = process.env.PILOTHOUSE_DATA_DIR ?? '.data';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** Of the services whose images these tests push. */
const REPOSITORIES: Record<string, string> = {
  'search-api': 'storefront/search-api',
};

/** Pushes a version as a pipeline does: the image of another one by a new name. */
export async function pushImage(
  service: string,
  version: string,
  like: string,
): Promise<void> {
  const password = readFileSync(
    join(DATA, 'landscape', 'tokens', 'registry-pipeline'),
    'utf8',
  );
  const basic = Buffer.from(`pipeline:${password.trim()}`).toString('base64');
  const manifests = `${await registryUrl()}/v2/${
    REPOSITORIES[service]
  }/manifests`;
  const ask = async (tag: string, init: RequestInit = {}) => {
    const response = await fetch(`${manifests}/${tag}`, {
      ...init,
      headers: { ...init.headers, authorization: `Basic ${basic}` },
    });
    if (!response.ok) throw new Error(`${tag}: ${await response.text()}`);
    return response.text();
  };
  const manifest = await ask(like, { headers: { accept: INDEX } });
  await ask(version, {
    method: 'PUT',
    headers: { 'content-type': INDEX },
    body: manifest,
  });
}

async function registryUrl(): Promise<string> {
  const response = await fetch(`${LANDSCAPE}/api/systems`);
  const { items }: { items: { name: string; url: string }[] } =
    await response.json();
  const found = items.find(({ name }) => name === 'registry');
  if (!found) throw new Error('The landscape has no registry');
  return found.url;
}
