import { resources } from '../resources';
import type { ApiStream } from './client';
import { configMap, MERGE, type Fixture } from './fixture';
import { listAt, textAt } from '../printers/read';

const { configMaps, pods } = resources;
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const PARTIAL =
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

const namesOf = (list: unknown) =>
  listAt({ list }, 'list.items').map(item => textAt(item, 'metadata.name'));

async function nextEvents(stream: ApiStream, count: number) {
  const events: [string, string | undefined][] = [];
  while (events.length < count) {
    const event = await stream.nextEvent();
    if (!event) break;
    events.push([event.type, textAt(event, 'object.metadata.name')]);
  }
  return events;
}

/** Lists, their pages and selectors. */
export function describeLists(fixture: () => Fixture): void {
  describe('lists', () => {
    const labelSelector = 'set=pages';

    beforeAll(async () => {
      for (const name of ['page-a', 'page-b', 'page-c', 'page-d', 'page-e']) {
        const tier = name < 'page-c' ? 'front' : 'back';
        await fixture().create(
          configMaps,
          configMap(name, {}, { set: 'pages', tier }),
        );
      }
    });

    it('come in pages, all of one moment', async () => {
      const first = await fixture().send(configMaps, {
        query: { labelSelector, limit: 2 },
      });
      expect(namesOf(first.body)).toEqual(['page-a', 'page-b']);
      const metadata = { continue: expect.any(String) };
      expect(first.body).toMatchObject({ kind: 'ConfigMapList', metadata });

      await fixture().create(
        configMaps,
        configMap('page-aa', {}, { set: 'pages' }),
      );
      await fixture().send(configMaps, { method: 'DELETE', name: 'page-d' });
      const second = await fixture().send(configMaps, {
        query: {
          labelSelector,
          limit: 9,
          continue: textAt(Object(first.body), 'metadata.continue') ?? '',
        },
      });
      expect(namesOf(second.body)).toEqual(['page-c', 'page-d', 'page-e']);
      expect(textAt(Object(second.body), 'metadata.continue')).toBeUndefined();
      expect(textAt(Object(second.body), 'metadata.resourceVersion')).toBe(
        textAt(Object(first.body), 'metadata.resourceVersion'),
      );
      await fixture().send(configMaps, { method: 'DELETE', name: 'page-aa' });
    });

    it('say how many remain when nothing selects', async () => {
      const all = await fixture().send(configMaps);
      const page = await fixture().send(configMaps, { query: { limit: 1 } });
      expect(page.body).toMatchObject({
        metadata: { remainingItemCount: namesOf(all.body).length - 1 },
      });
    });

    it.each([
      [{ labelSelector: 'set=pages,tier in (front)' }, ['page-a', 'page-b']],
      [
        { labelSelector: 'set=pages,tier notin (back),tier' },
        ['page-a', 'page-b'],
      ],
      [{ labelSelector: '!tier,set' }, []],
      [{ fieldSelector: 'metadata.name=page-c' }, ['page-c']],
      [
        { fieldSelector: 'metadata.name=page-c', labelSelector: 'tier=front' },
        [],
      ],
    ])('select by %j', async (query, names) => {
      const answer = await fixture().send(configMaps, { query });
      expect(namesOf(answer.body)).toEqual(names);
    });

    it.each([
      [{ labelSelector: 'a b' }, 'unable to parse requirement'],
      [
        { fieldSelector: 'data=x' },
        '"data" is not a known field selector: only "metadata.name", "metadata.namespace"',
      ],
      [{ continue: 'nonsense' }, 'continue key is not valid'],
    ])('refuse %j', async (query, message) => {
      const answer = await fixture().send(configMaps, { query });
      expect(answer.body).toMatchObject({
        kind: 'Status',
        status: 'Failure',
        reason: 'BadRequest',
        code: 400,
        message: expect.stringContaining(message),
      });
    });

    it('of the past can be read exactly', async () => {
      const before = await fixture().send(configMaps);
      await fixture().create(configMaps, configMap('later'));
      const answer = await fixture().send(configMaps, {
        query: {
          resourceVersion:
            textAt(Object(before.body), 'metadata.resourceVersion') ?? '',
          resourceVersionMatch: 'Exact',
        },
      });
      expect(namesOf(answer.body)).toEqual(namesOf(before.body));
    });

    it('of the future are not there', async () => {
      const answer = await fixture().send(configMaps, {
        query: { resourceVersion: '999999999999' },
      });
      expect(answer.body).toMatchObject({
        code: 504,
        reason: 'Timeout',
        message: expect.stringMatching(
          /^Timeout: Too large resource version: 999999999999, current: \d+$/,
        ),
        details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
      });
    });

    it('can be had as a table, and as metadata only', async () => {
      const table = await fixture().send(configMaps, { accept: TABLE });
      expect(table.body).toMatchObject({
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        rows: expect.arrayContaining([
          {
            cells: ['page-a', 0, expect.any(String)],
            object: expect.objectContaining({ kind: 'PartialObjectMetadata' }),
          },
        ]),
      });
      const partial = await fixture().send(configMaps, { accept: PARTIAL });
      expect(partial.body).toMatchObject({ kind: 'PartialObjectMetadataList' });
      expect(partial.text).not.toContain('"data"');
    });

    it('of a namespace that is not there are empty', async () => {
      const answer = await fixture().client.request(
        '/api/v1/namespaces/no-such-place/pods',
      );
      expect(answer.body).toMatchObject({ kind: 'PodList', items: [] });
    });
  });
}

/** Watches. */
export function describeWatches(fixture: () => Fixture): void {
  describe('watches', () => {
    const watch = (query: Record<string, string | number | boolean>) =>
      fixture().client.stream(
        fixture().url(configMaps, { query: { watch: true, ...query } }),
      );

    it('tell what happened since a list', async () => {
      const list = await fixture().send(configMaps);
      await fixture().create(configMaps, configMap('watched'));
      await fixture().patch(configMaps, 'watched', MERGE, { data: { a: '1' } });
      await fixture().send(configMaps, { method: 'DELETE', name: 'watched' });
      const stream = await watch({
        resourceVersion:
          textAt(Object(list.body), 'metadata.resourceVersion') ?? '',
      });
      expect(await nextEvents(stream, 3)).toEqual([
        ['ADDED', 'watched'],
        ['MODIFIED', 'watched'],
        ['DELETED', 'watched'],
      ]);
      stream.close();
    });

    it('begin with what is there when no version is named', async () => {
      await fixture().create(
        configMaps,
        configMap('present', {}, { set: 'watch' }),
      );
      const stream = await watch({ labelSelector: 'set=watch' });
      expect(await nextEvents(stream, 1)).toEqual([['ADDED', 'present']]);
      // An object that no longer fits the selector is gone for this watch, and comes back when it fits again.
      for (const set of ['other', 'watch']) {
        await fixture().patch(configMaps, 'present', MERGE, {
          metadata: { labels: { set } },
        });
      }
      expect(await nextEvents(stream, 2)).toEqual([
        ['DELETED', 'present'],
        ['ADDED', 'present'],
      ]);
      stream.close();
    });

    it('carry bookmarks and end at their timeout', async () => {
      const { resourceVersion } = (
        await fixture().get(configMaps, 'kube-root-ca.crt')
      ).metadata;
      // A server promises no bookmark; a watch that ends without any begins anew.
      for (let bookmark = undefined, tries = 0; !bookmark; tries += 1) {
        expect(tries).toBeLessThan(4);
        const stream = await watch({
          resourceVersion,
          fieldSelector: 'metadata.name=none',
          allowWatchBookmarks: true,
          timeoutSeconds: 8,
        });
        bookmark = await stream.nextEvent();
        if (bookmark) {
          expect(bookmark).toMatchObject({
            type: 'BOOKMARK',
            object: {
              kind: 'ConfigMap',
              metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
            },
          });
        }
        for (let last = bookmark; last; ) last = await stream.nextEvent();
      }
    });

    it('can send the list itself, closed by a bookmark', async () => {
      const stream = await watch({
        sendInitialEvents: true,
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: true,
        fieldSelector: 'metadata.name=kube-root-ca.crt',
      });
      expect(await nextEvents(stream, 1)).toEqual([
        ['ADDED', 'kube-root-ca.crt'],
      ]);
      expect(await stream.nextEvent()).toMatchObject({
        type: 'BOOKMARK',
        object: {
          metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
        },
      });
      stream.close();
    });

    it('from a version that is forgotten fail with 410', async () => {
      fixture().forget();
      const stream = await watch({ resourceVersion: '1' });
      expect(stream.code).toBe(200);
      expect(await stream.nextEvent()).toEqual({
        type: 'ERROR',
        object: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: expect.stringMatching(
            /^too old resource version: 1 \(\d+\)$/,
          ),
          reason: 'Expired',
          code: 410,
        },
      });
      stream.close();
    });

    it('of all namespaces see this one', async () => {
      const list = await fixture().send(pods, { namespaced: false });
      const url = fixture().url(configMaps, {
        namespaced: false,
        query: {
          watch: true,
          resourceVersion:
            textAt(Object(list.body), 'metadata.resourceVersion') ?? '',
          fieldSelector: `metadata.namespace=${fixture().namespace}`,
        },
      });
      const stream = await fixture().client.stream(url);
      await fixture().create(configMaps, configMap('anywhere'));
      expect(await nextEvents(stream, 1)).toEqual([['ADDED', 'anywhere']]);
      stream.close();
    });
  });
}
