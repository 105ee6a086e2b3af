import { isDeepStrictEqual } from 'node:util';
import { ApiClient, eventually, type ApiRequest } from '../contract/client';
import { realKubeconfig, targetFromKubeconfig } from '../contract/kubeconfig';
import { resources } from '../resources';
import type { KubeObject, ResourceType } from '../types';
import { loadExhibits } from './__testUtils__/exhibits';
import { tableFor, type TableContents } from './index';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
jest.setTimeout(60_000);

const PATIENCE = 3_000;
const PATIENCE_FOR_NAMESPACES = 50_000;
const PATIENCE_FOR_KINDS = 30_000;
const NAMESPACE = `printers-${process.pid}`;

function collection(type: ResourceType, namespace?: string): string {
  const root = type.group ? `/apis/${type.group}` : '/api';
  const scope = namespace ? `/namespaces/${namespace}` : '';
  return `${root}/${type.version}${scope}/${type.plural}`;
}

describe('tables of the real server', () => {
  const client = new ApiClient(
    targetFromKubeconfig(realKubeconfig(), 'beijing'),
  );

  async function send(path: string, options: ApiRequest) {
    const answer = await client.request(path, options);
    if (answer.code >= 300) throw new Error(`${path}: ${answer.text}`);
  }

  beforeAll(async () => {
    await send('/api/v1/namespaces', {
      method: 'POST',
      body: { metadata: { name: NAMESPACE } },
    });
    // A server that has just started takes its time until it serves custom kinds.
    for (const type of Object.values(resources)) {
      await eventually(
        () => client.request(collection(type)),
        answer => answer.code === 200,
        PATIENCE_FOR_KINDS,
      );
    }
    for (const { type, name, body } of loadExhibits(NAMESPACE)) {
      const path = collection(type, NAMESPACE);
      await send(path, { method: 'POST', body });
      if (!body.status) continue;
      await send(`${path}/${name}/status`, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: { status: body.status },
      });
    }
  });

  afterAll(async () => {
    const path = `/api/v1/namespaces/${NAMESPACE}`;
    await client.request(path, { method: 'DELETE' });
    // The addresses among the exhibits are given back only then.
    await eventually(
      () => client.request(path),
      answer => answer.code === 404,
      PATIENCE_FOR_NAMESPACES,
    );
    client.close();
  });

  it.each(Object.values(resources))('$plural are printed alike', async type => {
    const path = collection(type, type.namespaced ? NAMESPACE : undefined);
    const print = async () => {
      const list = await client.request(path);
      const table = await client.request(path, { accept: TABLE });
      const { items }: { items: KubeObject[] } = JSON.parse(list.text);
      const theirs: TableContents = JSON.parse(table.text);
      const ours = tableFor(type, items, Date.now());
      return { ours: withoutProse(ours), theirs: withoutProse(theirs) };
    };
    // Between the two answers an object may change, or be a second older.
    const { ours, theirs } = await eventually(
      print,
      tables => isDeepStrictEqual(tables.ours, tables.theirs),
      PATIENCE,
    );
    expect(ours).toEqual(theirs);
  });
});

/** Descriptions are our own, and the objects of rows are not the printers' work. */
function withoutProse({ columnDefinitions, rows }: TableContents) {
  return {
    columns: columnDefinitions.map(({ name, type, format, priority }) => ({
      name,
      type,
      format,
      priority,
    })),
    rows: rows.map(({ cells }) => cells),
  };
}
