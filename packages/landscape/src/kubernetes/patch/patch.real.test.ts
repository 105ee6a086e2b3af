import { ApiClient } from '../contract/client';
import { realKubeconfig, targetFromKubeconfig } from '../contract/kubeconfig';
import { apiVersionOf } from '../resources';
import type { Json, KubeObject, PatchType } from '../types';
import { stringAt } from '../validation/access';
import { histories, recordedPart, type Step } from './__testUtils__/histories';

const NAMESPACE = `patch-${process.pid}`;
const CONTENT_TYPES: Record<PatchType, string> = {
  apply: 'application/apply-patch+yaml',
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

function byName(managers: Step['managers']) {
  return managers?.toSorted((left, right) =>
    `${left.operation} ${left.manager}` < `${right.operation} ${right.manager}`
      ? -1
      : 1,
  );
}

describe('the recorded histories', () => {
  const client = new ApiClient(
    targetFromKubeconfig(realKubeconfig(), 'beijing'),
  );

  beforeAll(async () => {
    await client.request('/api/v1/namespaces', {
      method: 'POST',
      body: { metadata: { name: NAMESPACE } },
    });
  });

  afterAll(async () => {
    const path = `/api/v1/namespaces/${NAMESPACE}`;
    await client.request(path, { method: 'DELETE' });
    client.close();
  });

  it.each(histories)(
    'go the same way on a real server: $type.kind',
    async ({ type, created, steps }) => {
      const root = type.group ? '/apis' : '/api';
      const path = `${root}/${apiVersionOf(type)}/namespaces/${NAMESPACE}/${
        type.plural
      }`;
      const { name } = created.metadata;
      const body = { ...created, metadata: { name } } as unknown as Json;
      await client.request(`${path}?fieldManager=creator`, {
        method: 'POST',
        body,
      });
      for (const step of steps) {
        const { operation, manager, force } = step;
        const query = `fieldManager=${manager}${force ? '&force=true' : ''}`;
        const answer = await client.request(`${path}/${name}?${query}`, {
          method: 'PATCH',
          contentType: CONTENT_TYPES[operation],
          body: step.body,
        });
        const { object, managers } = recordedPart(
          answer.body as unknown as KubeObject,
        );
        const expected = step.error
          ? { message: step.error }
          : { object: step.object, managers: byName(step.managers) };
        const found = step.error
          ? { message: stringAt(answer.body, 'message') }
          : { object, managers: byName(managers) };
        expect({ step, ...found }).toEqual({ step, ...expected });
      }
      // Nobody takes the finalizers of the histories away but us.
      await client.request(`${path}/${name}`, {
        method: 'PATCH',
        contentType: CONTENT_TYPES.merge,
        body: { metadata: { finalizers: null } },
      });
    },
  );
});
