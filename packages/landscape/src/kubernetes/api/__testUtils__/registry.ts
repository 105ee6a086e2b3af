import { SimulatedClock } from '../../../clock';
import { apiVersionOf, resources } from '../../resources';
import { ObjectStore } from '../../store/object-store';
import type { Draft, Json, KubeObject, ResourceType } from '../../types';
import { Registry } from '../registry';

export const START = Date.parse('2026-11-20T08:00:00Z');
export const BY_TEST = { manager: 'test' };

/** An API server without controllers, with the namespace `shop`, on a clock that stands still. */
export function setUpRegistry() {
  const clock = new SimulatedClock({ start: START });
  const store = new ObjectStore({ clock });
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const api = new Registry({ cluster: 'test', clock, store, random });
  const create = (
    type: ResourceType,
    metadata: Draft<KubeObject>['metadata'],
    rest: Record<string, Json> = {},
  ) =>
    api.create(
      type,
      {
        apiVersion: apiVersionOf(type),
        kind: type.kind,
        metadata: type.namespaced
          ? { namespace: 'shop', ...metadata }
          : metadata,
        ...rest,
      },
      BY_TEST,
    );
  create(resources.namespaces, { name: 'shop' });
  return { clock, store, api, create };
}

/** The spec of a Deployment with one container. */
export function deploymentSpec(image = 'web:1'): Json {
  return {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image }] },
    },
  };
}

/** What a task throws. */
export function errorOf(task: () => unknown) {
  try {
    task();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
