import fc from 'fast-check';
import { SimulatedClock } from '../../clock';
import { resources } from '../resources';
import type { KubeObject } from '../types';
import { CompactedError, ObjectStore } from './object-store';

const { configMaps, secrets } = resources;

function setUp(limits?: { events: number; age: number }) {
  const clock = new SimulatedClock({ start: 0 });
  return { clock, store: new ObjectStore({ clock, limits }) };
}

function configMap(name: string, note = '', namespace = 'shop'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace,
      uid: name,
      resourceVersion: '',
      creationTimestamp: '',
      annotations: { note },
    },
  };
}

describe('ObjectStore', () => {
  it('counts revisions over all kinds and freezes what it stores', () => {
    const { store } = setUp();
    store.put(configMaps, configMap('a'));
    const second = store.put(secrets, configMap('b'));

    expect(second.metadata.resourceVersion).toBe('2');
    expect(store.revision).toBe(2);
    expect(Object.isFrozen(second.metadata.annotations)).toBe(true);
    expect(store.list(configMaps)).toHaveLength(1);
  });

  it('lists in the order of namespace and name, of one namespace only when asked', () => {
    const { store } = setUp();
    for (const [namespace, name] of [
      ['shop', 'b'],
      ['shop', 'a'],
      ['shop-b', 'c'],
      ['bar', 'd'],
    ])
      store.put(configMaps, configMap(name, '', namespace));

    const names = (objects: KubeObject[]) =>
      objects.map(({ metadata }) => metadata.name);
    expect(names(store.list(configMaps))).toEqual(['d', 'c', 'a', 'b']);
    expect(names(store.list(configMaps, 'shop'))).toEqual(['a', 'b']);
  });

  it('tells listeners of every write inside it, until they leave', () => {
    const { store } = setUp();
    const seen: string[] = [];
    const leave = store.subscribe(configMaps, ({ type, revision, previous }) =>
      seen.push(`${type} ${revision} ${previous?.metadata.resourceVersion}`),
    );
    const first = store.put(configMaps, configMap('a'));
    store.put(configMaps, first);
    store.remove(configMaps, first);
    leave();
    store.put(configMaps, first);

    expect(seen).toEqual(['ADDED 1 undefined', 'MODIFIED 2 1', 'DELETED 3 2']);
  });

  it('forgets what is too old or too much, and says so', () => {
    const { store, clock } = setUp({ events: 3, age: 1000 });
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      store.put(configMaps, configMap(name));
    expect(store.compacted).toBe(2);
    expect(store.changesAfter(configMaps, 2)).toHaveLength(3);
    expect(() => store.changesAfter(configMaps, 1)).toThrow(CompactedError);
    expect(() => store.listAt(configMaps, 1)).toThrow(CompactedError);

    clock.advance(1001);
    store.put(configMaps, configMap('f'));
    expect(store.compacted).toBe(5);

    store.compact();
    expect(() => store.changesAfter(configMaps, 5)).toThrow(CompactedError);
    expect(store.listAt(configMaps, 6)).toHaveLength(6);
  });

  it('knows the past as it was, and the way from there to the present', () => {
    const write = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      note: fc.constantFrom('1', '2'),
      remove: fc.boolean(),
      other: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 30 }), writes => {
        const { store } = setUp();
        const past = [store.list(configMaps)];
        for (const { name, note, remove, other } of writes) {
          const type = other ? secrets : configMaps;
          const present = store.get(type, `shop/${name}`);
          if (!remove) store.put(type, configMap(name, note));
          else if (present) store.remove(type, present);
          past[store.revision] = store.list(configMaps);
        }
        past.forEach((objects, revision) => {
          expect(store.listAt(configMaps, revision)).toEqual(objects);
          const replayed = new Map(
            objects.map(object => [object.metadata.name, object]),
          );
          for (const { type, object } of store.changesAfter(
            configMaps,
            revision,
          )) {
            const { name } = object.metadata;
            if (type === 'DELETED') replayed.delete(name);
            else replayed.set(name, object);
          }
          expect(new Set(replayed.values())).toEqual(
            new Set(store.list(configMaps)),
          );
        });
      }),
    );
  });
});
