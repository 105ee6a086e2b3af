import { resources } from '../resources';
import type { KubeObject } from '../types';
import { parseListQuery } from './list-options';
import { listPage } from './listing';
import { BY_TEST, setUpRegistry } from './__testUtils__/registry';

const { configMaps } = resources;

function setUp() {
  const world = setUpRegistry();
  const list = (query: string, namespace?: string) =>
    listPage(
      world.store,
      configMaps,
      parseListQuery(configMaps, new URLSearchParams(query), {
        namespace,
        watch: false,
      }),
    );
  return { ...world, list };
}

const names = ({ items }: { items: KubeObject[] }) =>
  items.map(({ metadata }) => metadata.name);

describe('listPage', () => {
  it('goes through pages of one and the same past', () => {
    const { create, api, list } = setUp();
    for (const name of ['a', 'b', 'c', 'd']) create(configMaps, { name });
    const first = list('limit=2', 'shop');
    expect(names(first)).toEqual(['a', 'b']);
    expect(first.metadata.remainingItemCount).toBe(2);

    api.delete(configMaps, 'shop', 'c');
    create(configMaps, { name: 'e' });
    const second = list(`limit=1&continue=${first.metadata.continue}`, 'shop');
    expect(names(second)).toEqual(['c']);
    expect(second.metadata.resourceVersion).toBe(
      first.metadata.resourceVersion,
    );
    const third = list(`limit=5&continue=${second.metadata.continue}`, 'shop');
    expect(names(third)).toEqual(['d']);
    expect(third.metadata.continue).toBeUndefined();
  });

  it('counts what remains only when there is no selector', () => {
    const { create, list } = setUp();
    for (const name of ['a', 'b', 'c'])
      create(configMaps, { name, labels: { app: 'x' } });
    const { metadata } = list('limit=1&labelSelector=app%3Dx');
    expect(metadata.continue).toBeDefined();
    expect(metadata.remainingItemCount).toBeUndefined();
  });

  it('offers another token when the past of the first is forgotten', () => {
    const { create, store, list } = setUp();
    for (const name of ['a', 'b', 'c']) create(configMaps, { name });
    const { metadata } = list('limit=1');
    create(configMaps, { name: 'bb' });
    store.compact();

    let status: { code?: number; reason?: string; metadata?: object } = {};
    try {
      list(`limit=1&continue=${metadata.continue}`);
    } catch (error) {
      status = Object(error).toStatus();
    }
    expect(status).toMatchObject({ code: 410, reason: 'Expired' });
    const token: unknown = Object(status.metadata).continue;
    expect(names(list(`limit=5&continue=${token}`))).toEqual(['b', 'bb', 'c']);
  });

  it('shows the past exactly, or anything that is not older', () => {
    const { create, api, store, list } = setUp();
    create(configMaps, { name: 'a' });
    const then = store.revision;
    api.patch(
      configMaps,
      'shop',
      'a',
      { type: 'merge', body: { data: { k: 'v' } } },
      BY_TEST,
    );
    const at = `resourceVersion=${then}&resourceVersionMatch=`;
    const [exact] = list(`${at}Exact`).items;
    expect(exact).not.toHaveProperty('data');
    expect(list(`${at}NotOlderThan`).items[0]).toHaveProperty('data');
    expect(list('resourceVersion=0').items[0]).toHaveProperty('data');
    expect(() => list('resourceVersion=999')).toThrow(
      `Timeout: Too large resource version: 999, current: ${store.revision}`,
    );
    store.compact();
    expect(() => list(`${at}Exact`)).toThrow(
      'The resourceVersion for the provided list is too old.',
    );
  });

  it.each([
    ['limit=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
    [
      'continue=nope',
      "invalid continue token: continue key is not valid: invalid character '\\u009e' looking for beginning of value",
    ],
    [
      'resourceVersion=abc',
      'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [
      'resourceVersionMatch=Exact',
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ],
    [
      'resourceVersion=5&resourceVersionMatch=Foo',
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""',
    ],
    [
      'sendInitialEvents=true',
      'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
    ],
  ])('refuses %s', (query, message) => {
    expect(() => setUp().list(query)).toThrow(message);
  });
});
