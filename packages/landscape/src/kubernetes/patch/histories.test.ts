import { ApiError } from '../api-error';
import { schemaFor } from '../schema';
import type { Json, KubeObject, ResourceType } from '../types';
import { applyDefaults, decodePatched } from '../validation';
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  recordUpdate,
  serverSideApply,
} from '.';
import { histories, recordedPart, type Step } from './__testUtils__/histories';

const TIME = '2026-11-20T00:00:00Z';

function json(object: KubeObject): Json {
  return object as unknown as Json;
}

function create(type: ResourceType, draft: KubeObject): KubeObject {
  const after = applyDefaults(type, draft);
  after.metadata.uid = 'uid';
  after.metadata.managedFields = recordUpdate({
    before: undefined,
    after,
    type,
    manager: 'creator',
    time: TIME,
  });
  return after;
}

function patch(type: ResourceType, live: KubeObject, step: Step): KubeObject {
  const { operation, manager, force, body } = step;
  if (operation === 'apply') {
    const { object, managedFields } = serverSideApply({
      live,
      applied: body,
      type,
      manager,
      force,
      time: TIME,
    });
    object.metadata.managedFields = managedFields;
    return object;
  }
  const patched = {
    json: applyJsonPatch,
    merge: applyMergePatch,
    strategic: (doc: Json, change: Json) =>
      applyStrategicMergePatch(doc, change, schemaFor(type)),
  }[operation](json(live), body);
  const change = { type: operation, body };
  const decoded = decodePatched(patched, type, change, 'Ignore');
  const after = applyDefaults(type, decoded.object);
  after.metadata.managedFields = recordUpdate({
    before: live,
    after,
    type,
    manager,
    time: TIME,
  });
  return after;
}

function sorted(managers: Step['managers']): Step['managers'] {
  const key = ({
    manager,
    operation,
  }: {
    manager: string;
    operation: string;
  }) => `${operation} ${manager}`;
  return managers?.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

describe('what patches make of objects and of the ownership of their fields', () => {
  it.each(histories)(
    'is the same as on a real server: $type.kind',
    ({ type, created, steps }) => {
      let live = create(type, created);
      for (const step of steps) {
        let error: string | undefined;
        try {
          live = patch(type, live, step);
        } catch (thrown) {
          if (!(thrown instanceof ApiError)) throw thrown;
          error = thrown.message;
        }
        const { object, managers } = recordedPart(live);
        expect({ step, error }).toEqual({ step, error: step.error });
        if (step.error) continue;
        expect({ step, object }).toEqual({ step, object: step.object });
        expect({ step, managers: sorted(managers) }).toEqual({
          step,
          managers: sorted(step.managers),
        });
      }
    },
  );
});
