import { ApiError } from '../api-error';
import { resources } from '../resources';
import { schemaFor } from '../schema';
import type { Json } from '../types';
import { applyStrategicMergePatch } from './strategic-merge-patch';

const schema = schemaFor(resources.deployments);

/** A Deployment around a pod spec, which is where most lists are. */
function around(spec: Json): Json {
  return { spec: { template: { spec } } };
}

function patched(spec: Json, patch: Json): Json {
  return applyStrategicMergePatch(around(spec), around(patch), schema);
}

function refusal(patch: Json): string {
  const doc = around({ containers: [{ name: 'web', image: 'a' }] });
  try {
    applyStrategicMergePatch(doc, patch, schema);
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('strategic merge patch', () => {
  it('merges containers, their variables, ports and mounts by key', () => {
    expect(
      patched(
        {
          containers: [
            {
              name: 'web',
              image: 'a',
              env: [{ name: 'A', value: '1' }],
              ports: [{ containerPort: 80, protocol: 'TCP' }],
            },
            { name: 'side', image: 's' },
          ],
        },
        {
          containers: [
            {
              name: 'web',
              env: [{ name: 'B', value: '2' }],
              ports: [{ containerPort: 80, protocol: 'UDP' }],
              volumeMounts: [{ mountPath: '/x', name: 'v' }],
            },
          ],
        },
      ),
    ).toEqual(
      around({
        containers: [
          {
            name: 'web',
            image: 'a',
            env: [
              { name: 'B', value: '2' },
              { name: 'A', value: '1' },
            ],
            ports: [{ containerPort: 80, protocol: 'UDP' }],
            volumeMounts: [{ mountPath: '/x', name: 'v' }],
          },
          { name: 'side', image: 's' },
        ],
      }),
    );
  });

  it('replaces lists without a key', () => {
    expect(
      patched({ tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] }),
    ).toEqual(around({ tolerations: [{ key: 'b' }] }));
  });

  it('deletes and replaces by directive', () => {
    const containers = [{ name: 'a' }, { name: 'b' }];
    expect(
      patched(
        { containers },
        { containers: [{ name: 'a', $patch: 'delete' }] },
      ),
    ).toEqual(around({ containers: [{ name: 'b' }] }));
    expect(
      patched(
        { containers },
        { containers: [{ $patch: 'replace' }, { name: 'c' }] },
      ),
    ).toEqual(around({ containers: [{ name: 'c' }] }));
    expect(
      patched(
        { nodeSelector: { a: '1' } },
        { nodeSelector: { $patch: 'replace', b: '2' } },
      ),
    ).toEqual(around({ nodeSelector: { b: '2' } }));
    expect(
      patched({ nodeSelector: { a: '1' } }, { nodeSelector: { a: null } }),
    ).toEqual(around({ nodeSelector: {} }));
  });

  it('keeps the order it is told', () => {
    const names = (spec: Json) => JSON.stringify(spec).match(/"name":"\w+"/g);
    expect(
      names(
        patched(
          { containers: [{ name: 'a' }, { name: 'mesh' }, { name: 'b' }] },
          {
            '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
            containers: [{ name: 'b', image: 'x' }],
          },
        ),
      ),
    ).toEqual(['"name":"mesh"', '"name":"b"', '"name":"a"']);
  });

  it('retains only the named keys', () => {
    expect(
      applyStrategicMergePatch(
        { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: {} } } },
        { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
        schema,
      ),
    ).toEqual({ spec: { strategy: { type: 'Recreate' } } });
  });

  it('merges lists of words and deletes from them', () => {
    const doc = { metadata: { finalizers: ['x/a', 'x/b'] } };
    expect(
      applyStrategicMergePatch(
        doc,
        {
          metadata: {
            '$deleteFromPrimitiveList/finalizers': ['x/a'],
            finalizers: ['x/c'],
          },
        },
        schema,
      ),
    ).toEqual({ metadata: { finalizers: ['x/c', 'x/b'] } });
  });

  it.each<[string, Json]>([
    [
      '500 map: map[image:x] does not contain declared merge key: name',
      around({ containers: [{ image: 'x' }] }),
    ],
    [
      '500 map: map[$patch:delete] does not contain declared merge key: name',
      around({ containers: [{ $patch: 'delete' }] }),
    ],
    [
      '500 unknown patch type: bogus in map: map[$patch:bogus]',
      { spec: { template: { $patch: 'bogus' } } },
    ],
    [
      '500 list element types are not identical: [[map[image:a name:web]] [x]]',
      around({ containers: ['x'] }),
    ],
    [
      "500 The order in patch list:\n[map[image:y name:web]]\n doesn't match $setElementOrder list:\n[map[name:x]]\n",
      around({
        '$setElementOrder/containers': [{ name: 'x' }],
        containers: [{ name: 'web', image: 'y' }],
      }),
    ],
    [
      '400 invalid patch format of setElementOrder list',
      { spec: { $setElementOrder: [] } },
    ],
    [
      '400 invalid patch format of retainKeys',
      { spec: { template: { $retainKeys: ['x'], spec: {} } } },
    ],
    [
      '400 json: cannot unmarshal array into Go value of type map[string]interface {}',
      [],
    ],
  ])('refuses: %s', (message, patch) => {
    expect(refusal(patch)).toBe(message);
  });
});
