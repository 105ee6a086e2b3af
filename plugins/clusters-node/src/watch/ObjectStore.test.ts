import { ObjectStore } from './ObjectStore';

const thing = (name: string, namespace?: string, resourceVersion = '1') => ({
  metadata: { name, namespace, uid: name, resourceVersion },
});

it('keeps a list until its part changes', () => {
  const store = new ObjectStore();
  const a = thing('a', 'one');
  store.apply([
    { type: 'set', object: a },
    { type: 'set', object: thing('b', 'two') },
  ]);
  const all = store.list();
  const one = store.list('one');
  expect(store.list()).toBe(all);
  expect(store.list('one')).toBe(one);
  store.apply([{ type: 'set', object: thing('b', 'two', '2') }]);
  expect(store.list('one')).toBe(one);
  expect(store.list()).not.toBe(all);
  expect(Object.isFrozen(one)).toBe(true);
});

it('keeps places, and holds nothing of names that are not there', () => {
  const store = new ObjectStore();
  store.apply([
    { type: 'set', object: thing('a') },
    { type: 'set', object: thing('b') },
    { type: 'set', object: thing('a', undefined, '2') },
  ]);
  expect(store.list().map(({ metadata }) => metadata?.name)).toEqual([
    'a',
    'b',
  ]);
  expect(store.get(undefined, 'a')?.metadata?.resourceVersion).toBe('2');
  expect(store.get('one', 'a')).toBeUndefined();
  expect(store.list('one')).toEqual([]);
  expect(store.ownedBy('one', 'nobody')).toEqual([]);
  store.apply([{ type: 'delete', object: thing('a') }]);
  expect(store.size).toBe(1);
});

it('gives nobody what claims their uid from another namespace', () => {
  const store = new ObjectStore();
  const [own, forged] = ['one', 'two'].map(namespace => {
    const { metadata } = thing('a', namespace);
    const ownerReferences = [{ uid: 'owner', controller: true }];
    return { metadata: { ...metadata, ownerReferences } };
  });
  store.apply([
    { type: 'set', object: own },
    { type: 'set', object: forged },
  ]);
  expect(store.ownedBy('one', 'owner')).toEqual([own]);
  store.apply([{ type: 'delete', object: own }]);
  expect(store.ownedBy('one', 'owner')).toEqual([]);
});
