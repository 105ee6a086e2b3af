import fc from 'fast-check';
import { changesOf, differences, keyOf, type ObjectEvent } from './changes';
import { ObjectStore } from './ObjectStore';

interface Thing {
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    ownerReferences?: { uid: string; controller: boolean }[];
  };
}

/** One thing after the other that happens to a cluster or to the watch of it. */
type Step =
  | { do: 'write'; name: string; owner: string | undefined }
  | { do: 'delete'; name: string }
  /** The watch tells so many events. */
  | { do: 'tell'; count: number }
  /** It reconnects from an earlier version: events come again. */
  | { do: 'rewind'; by: number }
  /** 410: what happened meanwhile is lost, and a new list comes. */
  | { do: 'relist' };

const name = fc.constantFrom('a', 'b', 'c', 'd');
const owner = fc.constantFrom('one', 'two', undefined);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('write' as const), name, owner }),
  fc.record({ do: fc.constant('delete' as const), name }),
  fc.record({ do: fc.constant('tell' as const), count: fc.nat(4) }),
  fc.record({ do: fc.constant('rewind' as const), by: fc.nat(4) }),
  fc.record({ do: fc.constant('relist' as const) }),
);

/** An API server: its objects, and all events from the beginning. */
class Server {
  readonly objects = new Map<string, Thing>();
  readonly events: ObjectEvent<Thing>[] = [];
  #version = 0;

  write(objectName: string, ownerUid: string | undefined): void {
    const version = String(++this.#version);
    const key = keyOf({ metadata: { namespace: 'n', name: objectName } });
    const before = this.objects.get(key);
    const object: Thing = {
      metadata: {
        name: objectName,
        namespace: 'n',
        uid: before?.metadata.uid ?? `uid-${version}`,
        resourceVersion: version,
        ownerReferences: ownerUid
          ? [{ uid: ownerUid, controller: true }]
          : undefined,
      },
    };
    this.objects.set(key, object);
    this.events.push({ type: before ? 'MODIFIED' : 'ADDED', object });
  }

  delete(objectName: string): void {
    const key = keyOf({ metadata: { namespace: 'n', name: objectName } });
    const object = this.objects.get(key);
    if (!object) return;
    this.objects.delete(key);
    this.events.push({ type: 'DELETED', object });
  }
}

/** The cache of a watch, and a copy that somebody keeps by its changes alone. */
class Client {
  readonly store = new ObjectStore<Thing>();
  readonly copy = new Map<string, Thing>();
  #next = 0;

  constructor(readonly server: Server) {}

  tell(count: number): void {
    for (let left = count; left > 0; left--) {
      const event = this.server.events[this.#next];
      if (!event) return;
      this.#next++;
      const { namespace, name: objectName } = event.object.metadata;
      this.#apply(changesOf(this.store.get(namespace, objectName), event));
    }
  }

  rewind(by: number): void {
    this.#next = Math.max(0, this.#next - by);
  }

  relist(): void {
    this.#next = this.server.events.length;
    this.#apply(differences(this.store.objects, new Map(this.server.objects)));
  }

  #apply(changes: ReturnType<typeof changesOf<Thing>>): void {
    this.store.apply(changes);
    for (const change of changes) {
      if (change.type === 'relist') continue;
      const key = keyOf(change.object);
      if (change.type === 'set') {
        expect(change.before).toBe(this.copy.get(key));
        this.copy.set(key, change.object);
      } else {
        expect(change.object).toBe(this.copy.get(key));
        this.copy.delete(key);
      }
    }
  }
}

it('ends where the server is, whatever is lost, repeated or listed anew', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const server = new Server();
      const client = new Client(server);
      for (const each of steps) {
        if (each.do === 'write') server.write(each.name, each.owner);
        else if (each.do === 'delete') server.delete(each.name);
        else if (each.do === 'tell') client.tell(each.count);
        else if (each.do === 'rewind') client.rewind(each.by);
        else client.relist();
      }
      client.tell(Infinity);

      const there = [...server.objects.values()];
      const byName = (one: Thing, other: Thing) =>
        one.metadata.name.localeCompare(other.metadata.name);
      expect([...client.store.list()].sort(byName)).toEqual(there.sort(byName));
      expect([...client.store.list('n')].sort(byName)).toEqual(there);
      expect([...client.copy.values()].sort(byName)).toEqual(there);
      for (const uid of ['one', 'two']) {
        const owned = there.filter(
          ({ metadata }) => metadata.ownerReferences?.[0].uid === uid,
        );
        expect([...client.store.ownedBy('n', uid)].sort(byName)).toEqual(owned);
      }
    }),
  );
});

it('tells nothing of a list that is as before', () => {
  const server = new Server();
  server.write('a', undefined);
  const { objects } = server;
  expect(differences(objects, new Map(objects))).toEqual([]);
});

it('tells a successor from its predecessor', () => {
  const server = new Server();
  server.write('a', undefined);
  server.delete('a');
  server.write('a', undefined);
  const [{ object: old }, , { object: successor }] = server.events;
  expect(changesOf(old, { type: 'ADDED', object: successor })).toEqual([
    { type: 'delete', object: old },
    { type: 'set', object: successor },
  ]);
});
