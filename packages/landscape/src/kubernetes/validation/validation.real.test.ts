import { ApiClient } from '../contract/client';
import { realKubeconfig, targetFromKubeconfig } from '../contract/kubeconfig';
import { isObject } from '../json';
import { apiVersionOf } from '../resources';
import type { Json, ResourceType } from '../types';
import { stringAt } from './access';
import { refusals, stored } from './__testUtils__/recordings';

const NAMESPACE = `validation-${process.pid}`;

function collection(type: ResourceType): string {
  const root = type.group ? '/apis' : '/api';
  const scope = type.namespaced ? `/namespaces/${NAMESPACE}` : '';
  return `${root}/${apiVersionOf(type)}${scope}/${type.plural}`;
}

/** The recordings speak of the namespace `team`. */
function moved(body: Json): Json {
  return JSON.parse(
    JSON.stringify(body).replaceAll('"team"', `"${NAMESPACE}"`),
  );
}

describe('the recordings from a real server', () => {
  const client = new ApiClient(
    targetFromKubeconfig(realKubeconfig(), 'beijing'),
  );
  const dryRun = async (type: ResourceType, sent: Json) =>
    client.request(
      `${collection(
        type,
      )}?dryRun=All&fieldValidation=Ignore&fieldManager=tester`,
      { method: 'POST', body: moved(sent) },
    );

  beforeAll(async () => {
    await client.request('/api/v1/namespaces', {
      method: 'POST',
      body: { metadata: { name: NAMESPACE } },
    });
  });

  afterAll(async () => {
    await client.request(`/api/v1/namespaces/${NAMESPACE}`, {
      method: 'DELETE',
    });
    client.close();
  });

  it('still refuses what it has refused, in the same words', async () => {
    for (const { title, type, sent, message } of refusals) {
      const { code, body } = await dryRun(type, sent);
      const text = stringAt(body, 'message');
      const [, found] = /^.*?" is invalid: ([^]*)$/.exec(text) ?? [];
      expect({ title, code, found }).toEqual({
        title,
        code: 422,
        found: message,
      });
    }
  });

  it('still makes the same of what it takes', async () => {
    for (const { type, sent, stored: expected, owned } of stored) {
      const { code, body } = await dryRun(type, sent);
      expect({ sent, code }).toEqual({ sent, code: 201 });
      expect(body).toMatchObject(
        isObject(expected) ? (moved(expected) as object) : {},
      );
      expect(body).toMatchObject({
        metadata: { managedFields: [{ manager: 'tester', fieldsV1: owned }] },
      });
    }
  });
});
