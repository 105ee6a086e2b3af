import { resources } from '../resources';
import { valueAt } from '../printers/read';
import { configMap, deployment, type Fixture } from './fixture';

const { configMaps, deployments } = resources;

const image = (tag: string) => ({
  spec: {
    template: {
      spec: {
        containers: [{ name: 'app', image: `registry.example/app:${tag}` }],
      },
    },
  },
});

/** Server-side apply. */
export function describeOwnership(fixture: () => Fixture): void {
  describe('server-side apply', () => {
    it('creates, and changes nothing the second time', async () => {
      const first = await fixture().apply(configMaps, 'applied', 'portal', {
        data: { a: '1' },
      });
      expect(first.code).toBe(201);
      expect(first.body).toMatchObject({
        metadata: {
          managedFields: [
            {
              manager: 'portal',
              operation: 'Apply',
              apiVersion: 'v1',
              fieldsType: 'FieldsV1',
              fieldsV1: { 'f:data': { 'f:a': {} } },
            },
          ],
        },
      });
      const second = await fixture().apply(configMaps, 'applied', 'portal', {
        data: { a: '1' },
      });
      expect(second.code).toBe(200);
      expect(second.body).toEqual(first.body);
    });

    it('meets the owner of a field, and takes it over only by force', async () => {
      const body = deployment('owned', { replicas: 0 });
      await fixture().apply(deployments, 'owned', 'pipeline', body);
      const refused = await fixture().apply(
        deployments,
        'owned',
        'portal',
        image('2'),
      );
      expect(refused.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message:
          'Apply failed with 1 conflict: conflict with "pipeline": .spec.template.spec.containers[name="app"].image',
        reason: 'Conflict',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "pipeline"',
              field: '.spec.template.spec.containers[name="app"].image',
            },
          ],
        },
        code: 409,
      });
      const forced = await fixture().apply(
        deployments,
        'owned',
        'portal',
        image('2'),
        { force: true },
      );
      expect(forced.body).toMatchObject({
        metadata: { generation: 2 },
        ...image('2'),
      });
      // Now the pipeline has lost the field, and its next run meets the portal.
      const pipeline = await fixture().apply(
        deployments,
        'owned',
        'pipeline',
        body,
      );
      expect(pipeline.code).toBe(409);
      expect(pipeline.text).toContain('conflict with \\"portal\\"');
    });

    it('shares a field whose value both want', async () => {
      await fixture().apply(configMaps, 'shared', 'one', { data: { a: '1' } });
      const both = await fixture().apply(configMaps, 'shared', 'two', {
        data: { a: '1' },
      });
      expect(both.code).toBe(200);
      const managers = valueAt(Object(both.body), 'metadata.managedFields');
      expect(managers).toHaveLength(2);
      // One lets go; the other keeps it there.
      const left = await fixture().apply(configMaps, 'shared', 'one', {});
      expect(left.body).toMatchObject({ data: { a: '1' } });
    });

    it('removes what a manager owned alone and leaves out', async () => {
      await fixture().apply(configMaps, 'removed', 'portal', {
        data: { a: '1', b: '2' },
      });
      const answer = await fixture().apply(configMaps, 'removed', 'portal', {
        data: { b: '2' },
      });
      expect(answer.body).toMatchObject({ data: { b: '2' } });
      expect(valueAt(Object(answer.body), 'data.a')).toBeUndefined();
    });

    it('conflicts with an update, which took the field silently', async () => {
      await fixture().apply(configMaps, 'updated', 'portal', {
        data: { a: '1' },
      });
      await fixture().send(configMaps, {
        method: 'PUT',
        name: 'updated',
        body: configMap('updated', { a: '2' }),
        query: { fieldManager: 'editor' },
      });
      const answer = await fixture().apply(configMaps, 'updated', 'portal', {
        data: { a: '3' },
      });
      expect(answer.body).toMatchObject({
        code: 409,
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: expect.stringMatching(
                /^conflict with "editor" using v1( at [\dTZ:-]+)?$/,
              ),
              field: '.data.a',
            },
          ],
        },
      });
    });

    it('does not create what must already be there', async () => {
      const answer = await fixture().apply(configMaps, 'absent', 'portal', {
        metadata: { uid: '0de1d7a4-8b1f-4b3c-9a9e-4c8b7ed5c1b2' },
      });
      expect(answer.body).toMatchObject({
        code: 409,
        reason: 'Conflict',
        message: expect.stringContaining('uid mismatch'),
      });
    });

    it('needs a manager, and can be tried out', async () => {
      const nobody = await fixture().apply(configMaps, 'tried', '', {});
      expect(nobody.body).toMatchObject({
        code: 422,
        reason: 'Invalid',
        message:
          'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      });
      const tried = await fixture().apply(
        configMaps,
        'tried',
        'portal',
        { data: { a: '1' } },
        { dryRun: 'All' },
      );
      expect(tried.code).toBe(201);
      const { code } = await fixture().send(configMaps, { name: 'tried' });
      expect(code).toBe(404);
    });

    it('is strict about fields that the schema does not know', async () => {
      const answer = await fixture().apply(configMaps, 'strange', 'portal', {
        dta: { a: '1' },
      });
      expect(answer.code).toBe(500);
      expect(answer.text).toContain('.dta: field not declared in schema');
    });
  });
}
