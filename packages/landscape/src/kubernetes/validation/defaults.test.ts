import { isObject, type JsonObject } from '../json';
import { recordUpdate } from '../patch';
import { resources } from '../resources';
import type { Json, KubeObject } from '../types';
import { applyDefaults, decode } from '.';
import { stored } from './__testUtils__/recordings';

/** What the server fills in is left out of the recordings. */
function recordedPart(object: KubeObject): Json {
  const { managedFields: _, ...metadata } = object.metadata;
  const copy: Record<string, unknown> = { ...object, metadata };
  delete copy.status;
  if (object.kind === 'Service' && isObject(copy.spec as Json)) {
    const { clusterIP: __, ...spec } = copy.spec as JsonObject;
    copy.spec = spec;
  }
  return copy as Json;
}

describe('defaults', () => {
  it.each(
    stored.map(recording => ({
      ...recording,
      title: `${recording.type.kind} ${JSON.stringify(
        recording.sent.metadata,
      ).slice(0, 60)}`,
    })),
  )('make of $title what a real server makes of it', recording => {
    const { type, sent, stored: expected, owned } = recording;
    const { object } = decode(sent, type, 'Strict');
    if (type.namespaced) object.metadata.namespace = 'team';
    const after = applyDefaults(type, object);
    expect(recordedPart(after)).toEqual(expected);
    const [entry] = recordUpdate({
      before: undefined,
      after,
      type,
      manager: 'tester',
      time: '2026-11-20T00:00:00Z',
    });
    expect(entry.fieldsV1).toEqual(owned);
  });

  it('leave their argument alone', () => {
    const secret = Object.freeze({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: Object.freeze({ name: 'a', namespace: 'team' }),
      stringData: Object.freeze({ password: 'x' }),
    }) as unknown as KubeObject;
    expect(applyDefaults(resources.secrets, secret)).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a', namespace: 'team' },
      type: 'Opaque',
      data: { password: 'eA==' },
    });
  });

  it('are filled in once', () => {
    for (const { type, sent } of stored) {
      const once = applyDefaults(type, decode(sent, type).object);
      expect(applyDefaults(type, once)).toEqual(once);
    }
  });
});
