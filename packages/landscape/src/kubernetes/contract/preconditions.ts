import type { JsonObject } from '../json';
import { textAt, valueAt } from '../printers/read';
import { resources } from '../resources';
import { configMap, deployment, MERGE, type Fixture } from './fixture';

const { configMaps, deployments, pods } = resources;

const STALE =
  'the object has been modified; please apply your changes to the latest version and try again';

const image = (tag: string) => [{ name: 'app', image: `r.example/app:${tag}` }];
const applied = (metadata: object, tag: string) => ({
  metadata: { ...metadata },
  spec: { template: { spec: { containers: image(tag) } } },
});

/** Writes that hold only for what was seen. */
export function describePreconditions(fixture: () => Fixture): void {
  describe('what was seen', () => {
    it('is what an apply changes, and nothing newer', async () => {
      // No controller writes to it, as to a Deployment, while nobody looks.
      const { metadata } = await fixture().create(
        configMaps,
        configMap('seen'),
      );
      const { uid, resourceVersion } = metadata;
      const apply = (seen: JsonObject, query = {}) =>
        fixture().apply(
          configMaps,
          'seen',
          'portal',
          { metadata: seen, data: { a: '1' } },
          query,
        );
      const dry = await apply({ uid, resourceVersion }, { dryRun: 'All' });
      expect(dry.code).toBe(200);
      // The answer names the owners, as they would be.
      expect(valueAt(Object(dry.body), 'metadata.managedFields')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ manager: 'portal', operation: 'Apply' }),
        ]),
      );
      const moved = await fixture().patch(configMaps, 'seen', MERGE, {
        data: { b: '2' },
      });
      const late = await apply({ uid, resourceVersion });
      expect(late.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `Operation cannot be fulfilled on configmaps "seen": ${STALE}`,
        reason: 'Conflict',
        details: { name: 'seen', kind: 'configmaps' },
        code: 409,
      });
      const version = textAt(Object(moved.body), 'metadata.resourceVersion');
      const done = await apply({ uid, resourceVersion: version ?? '' });
      expect(done.body).toMatchObject({ data: { a: '1', b: '2' } });
    });

    it('comes after whom it would overrule', async () => {
      const body = deployment('ruled', { replicas: 0 });
      await fixture().apply(deployments, 'ruled', 'pipeline', body);
      const answer = await fixture().apply(
        deployments,
        'ruled',
        'portal',
        applied({ resourceVersion: '1' }, '2'),
      );
      expect(answer.body).toMatchObject({
        code: 409,
        reason: 'Conflict',
        details: { causes: [{ reason: 'FieldManagerConflict' }] },
      });
    });

    it('is what goes', async () => {
      const labels = { app: 'goes' };
      const made = await fixture().create(pods, {
        metadata: { name: 'goes', labels },
        spec: { containers: image('1') },
      });
      const remove = (preconditions: object, options = {}) =>
        fixture().send(pods, {
          method: 'DELETE',
          name: 'goes',
          body: {
            apiVersion: 'v1',
            kind: 'DeleteOptions',
            preconditions: { ...preconditions },
            ...options,
          },
        });
      const { uid } = made.metadata;
      const stale = await remove({ uid, resourceVersion: '1' });
      expect(stale.body).toMatchObject({
        code: 409,
        reason: 'Conflict',
        message: expect.stringMatching(
          /^Operation cannot be fulfilled on Pod "goes": the ResourceVersion in the precondition \(1\) does not match/,
        ),
      });
      const removed = await fixture().until(
        async () => {
          const { metadata } = await fixture().get(pods, 'goes');
          const { resourceVersion } = metadata;
          const dry = await remove(
            { uid, resourceVersion },
            { dryRun: ['All'] },
          );
          if (dry.code !== 200) return dry;
          const kept = await fixture().get(pods, 'goes');
          expect(kept.metadata.deletionTimestamp).toBeUndefined();
          return remove({ uid, resourceVersion }, { gracePeriodSeconds: 0 });
        },
        ({ code }) => code !== 409,
      );
      expect(removed.body).toMatchObject({ kind: 'Pod' });
      await fixture().eventually(pods, 'goes', pod => pod === undefined);
    });

    it('of a time to come is silent until then', async () => {
      const before = await fixture().send(configMaps, { query: { limit: 1 } });
      const version = textAt(Object(before.body), 'metadata.resourceVersion');
      const future = Number(version) + 20;
      const watch = await fixture().client.stream(
        fixture().url(configMaps, {
          query: { watch: true, resourceVersion: future },
        }),
      );
      const first = watch.nextEvent();
      for (let count = 0; count < 30; count++) {
        await fixture().create(configMaps, configMap(`future-${count}`));
      }
      const object = Object(await first).object;
      const told = Number(textAt(object, 'metadata.resourceVersion'));
      expect(told).toBeGreaterThan(future);
      watch.close();
    });
  });
}
