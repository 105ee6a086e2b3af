import { ApiClient, type ApiRequest } from '../contract/client';
import { realKubeconfig, targetFromKubeconfig } from '../contract/kubeconfig';
import { resources } from '../resources';
import type { KubeObject, ResourceType } from '../types';
import { loadExhibits } from './__testUtils__/exhibits';
import { tableFor } from './index';
import { listAt } from './read';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
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
    await client.request(`/api/v1/namespaces/${NAMESPACE}`, {
      method: 'DELETE',
    });
    client.close();
  });

  it.each(Object.values(resources))('$plural are printed alike', async type => {
    const path = collection(type, type.namespaced ? NAMESPACE : undefined);
    const list = await client.request(path);
    const table = await client.request(path, { accept: TABLE });
    const now = Date.now();
    const { items }: { items: KubeObject[] } = JSON.parse(list.text);
    const { columnDefinitions, rows } = JSON.parse(table.text);

    const ours = tableFor(type, items, now);
    expect(ours.columnDefinitions.map(withoutDescription)).toEqual(
      columnDefinitions.map(withoutDescription),
    );
    // Ages are words of the server's clock at that moment.
    const candidates = [now, now - 1000].map(
      moment => tableFor(type, items, moment).rows,
    );
    expect(candidates).toContainEqual(
      listAt({ rows }, 'rows').map(({ cells }) => ({ cells })),
    );
  });
});

function withoutDescription({
  name,
  type,
  format,
  priority,
}: {
  name: string;
  type: string;
  format: string;
  priority: number;
}) {
  return { name, type, format, priority };
}
