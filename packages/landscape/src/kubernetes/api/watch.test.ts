import { resources } from '../resources';
import { parseListQuery } from './list-options';
import { watchObjects } from './watch';
import { BY_TEST, setUpRegistry } from './__testUtils__/registry';

const { configMaps } = resources;

function setUp() {
  const world = setUpRegistry();
  const watch = (query = '') => {
    const seen: string[] = [];
    const stop = watchObjects(
      world.store,
      world.clock,
      configMaps,
      parseListQuery(configMaps, new URLSearchParams(query), {
        namespace: 'shop',
        watch: true,
      }),
      {
        event: (type, { metadata }) =>
          seen.push(
            [
              type,
              metadata.name ?? Object.keys(metadata.annotations ?? {})[0],
              metadata.resourceVersion,
            ]
              .filter(Boolean)
              .join(' '),
          ),
        error: error => seen.push(`ERROR ${error.code} ${error.message}`),
        end: () => seen.push('END'),
      },
    );
    return { seen, stop };
  };
  const label = (name: string, app: string) =>
    world.api.patch(
      configMaps,
      'shop',
      name,
      { type: 'merge', body: { metadata: { labels: { app } } } },
      BY_TEST,
    );
  return { ...world, watch, label };
}

describe('watchObjects', () => {
  it('begins with what is there, or with what came after a version', () => {
    const { create, watch } = setUp();
    create(configMaps, { name: 'a' });
    create(configMaps, { name: 'b' });
    const { seen } = watch();
    const { seen: later } = watch('resourceVersion=2');
    const { seen: initial } = watch(
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    );
    create(configMaps, { name: 'c' });
    expect(seen).toEqual(['ADDED a 2', 'ADDED b 3', 'ADDED c 4']);
    expect(later).toEqual(['ADDED b 3', 'ADDED c 4']);
    expect(initial).toEqual([
      'ADDED a 2',
      'ADDED b 3',
      'BOOKMARK k8s.io/initial-events-end 3',
      'ADDED c 4',
    ]);
  });

  it('tells objects that leave or enter the selection as deleted and added', () => {
    const { create, watch, label, api } = setUp();
    create(configMaps, { name: 'a', labels: { app: 'x' } });
    const { seen, stop } = watch('labelSelector=app%3Dx');
    label('a', 'y');
    label('a', 'x');
    create(configMaps, { name: 'other' });
    api.delete(configMaps, 'shop', 'a');
    stop();
    create(configMaps, { name: 'b', labels: { app: 'x' } });
    expect(seen).toEqual([
      'ADDED a 2',
      'DELETED a 3',
      'ADDED a 4',
      'DELETED a 6',
    ]);
  });

  it('cannot begin with a version that is forgotten', () => {
    const { create, store, watch } = setUp();
    create(configMaps, { name: 'a' });
    create(configMaps, { name: 'b' });
    store.compact();
    expect(watch('resourceVersion=2').seen).toEqual([
      'ERROR 410 too old resource version: 2 (3)',
      'END',
    ]);
    expect(watch('resourceVersion=3').seen).toEqual([]);
  });

  it('sends bookmarks about every minute, and ends when its time is over', () => {
    const { create, watch, clock } = setUp();
    create(resources.secrets, { name: 'a' });
    const { seen } = watch(
      'resourceVersion=1&allowWatchBookmarks=true&timeoutSeconds=150',
    );
    create(resources.secrets, { name: 'b' });
    clock.advance(200_000);
    create(configMaps, { name: 'a' });
    // One each minute, and one shortly before the end.
    expect(seen).toEqual(['BOOKMARK 3', 'BOOKMARK 3', 'BOOKMARK 3', 'END']);
  });
});
