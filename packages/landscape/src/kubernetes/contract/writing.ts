import { resources } from '../resources';
import { configMap, deployment, MERGE, type Fixture } from './fixture';

const { configMaps, deployments } = resources;

/** Create, update and delete with their checks. */
export function describeWrites(fixture: () => Fixture): void {
  describe('writes', () => {
    it('create with the defaults of the server', async () => {
      const made = await fixture().create(
        deployments,
        deployment('defaulted', { replicas: 0 }),
      );
      expect(made).toMatchObject({
        metadata: {
          uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
          resourceVersion: expect.stringMatching(/^\d+$/),
          generation: 1,
          creationTimestamp: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
        },
        spec: {
          strategy: {
            type: 'RollingUpdate',
            rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
          },
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
          template: {
            spec: {
              containers: [{ imagePullPolicy: 'IfNotPresent' }],
              terminationGracePeriodSeconds: 30,
            },
          },
        },
      });
    });

    it('answer with a Status when they fail', async () => {
      await fixture().create(configMaps, configMap('twice'));
      const again = await fixture().send(configMaps, {
        method: 'POST',
        body: configMap('twice'),
      });
      expect(again.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'configmaps "twice" already exists',
        reason: 'AlreadyExists',
        details: { name: 'twice', kind: 'configmaps' },
        code: 409,
      });
      const absent = await fixture().send(deployments, { name: 'absent' });
      expect(absent.code).toBe(404);
      expect(absent.body).toMatchObject({
        message: 'deployments.apps "absent" not found',
        reason: 'NotFound',
        details: { name: 'absent', group: 'apps', kind: 'deployments' },
      });
      const invalid = await fixture().send(deployments, {
        method: 'POST',
        body: deployment('invalid', { replicas: -1 }),
      });
      expect(invalid.code).toBe(422);
      expect(invalid.body).toMatchObject({
        reason: 'Invalid',
        details: {
          kind: 'Deployment',
          causes: [
            {
              reason: 'FieldValueInvalid',
              message: 'Invalid value: -1: must be greater than or equal to 0',
              field: 'spec.replicas',
            },
          ],
        },
      });
    });

    it('are checked but not kept on a dry run', async () => {
      const answer = await fixture().send(configMaps, {
        method: 'POST',
        body: configMap('dry'),
        query: { dryRun: 'All' },
      });
      expect(answer.code).toBe(201);
      expect(answer.body).toMatchObject({
        metadata: { uid: expect.any(String) },
      });
      const { code } = await fixture().send(configMaps, { name: 'dry' });
      expect(code).toBe(404);
    });

    it.each([
      ['Strict', 400, undefined],
      ['Warn', 201, '299 - "unknown field \\"dta\\""'],
      ['Ignore', 201, undefined],
    ])('treat unknown fields by %s', async (fieldValidation, code, warning) => {
      const answer = await fixture().send(configMaps, {
        method: 'POST',
        body: { ...configMap('unknown'), dta: { a: 'b' } },
        query: { fieldValidation, dryRun: 'All' },
      });
      expect(answer.code).toBe(code);
      expect(answer.headers.warning).toBe(warning);
      if (code === 400) {
        expect(answer.body).toMatchObject({
          message: expect.stringContaining(
            'strict decoding error: unknown field "dta"',
          ),
        });
      }
    });

    it('replace only the version that was read', async () => {
      const made = await fixture().create(configMaps, configMap('versioned'));
      const replace = (body: ReturnType<typeof configMap>) =>
        fixture().send(configMaps, { method: 'PUT', name: 'versioned', body });
      const { resourceVersion } = made.metadata;
      const metadata = { name: 'versioned', resourceVersion };
      const first = await replace({ metadata, data: { a: '1' } });
      expect(first.code).toBe(200);
      const second = await replace({ metadata, data: { a: '2' } });
      expect(second.body).toMatchObject({
        code: 409,
        reason: 'Conflict',
        message:
          'Operation cannot be fulfilled on configmaps "versioned": the object has been modified; please apply your changes to the latest version and try again',
      });
      // Without a version the write is unconditional.
      expect((await replace(configMap('versioned', { a: '3' }))).code).toBe(
        200,
      );
    });

    it('leave an object alone that they do not change', async () => {
      const made = await fixture().create(
        configMaps,
        configMap('idle', { a: '1' }),
      );
      const answer = await fixture().patch(configMaps, 'idle', MERGE, {
        data: { a: '1' },
      });
      expect(answer.body).toMatchObject({
        metadata: { resourceVersion: made.metadata.resourceVersion },
      });
    });

    it('delete under preconditions, and wait for finalizers', async () => {
      const made = await fixture().create(configMaps, {
        metadata: { name: 'held', finalizers: ['example.com/hold'] },
      });
      const remove = (uid: string) =>
        fixture().send(configMaps, {
          method: 'DELETE',
          name: 'held',
          body: { preconditions: { uid } },
        });
      const wrong = await remove('0de1d7a4-8b1f-4b3c-9a9e-4c8b7ed5c1b2');
      expect(wrong.code).toBe(409);
      expect((await remove(made.metadata.uid)).code).toBe(200);
      const held = await fixture().get(configMaps, 'held');
      expect(held.metadata.deletionTimestamp).toBeDefined();
      await fixture().patch(configMaps, 'held', MERGE, {
        metadata: { finalizers: null },
      });
      const { code } = await fixture().send(configMaps, { name: 'held' });
      expect(code).toBe(404);
    });

    it('keep spec and status apart', async () => {
      await fixture().create(
        deployments,
        deployment('parts', { replicas: 0, spec: { paused: true } }),
      );
      const patched = await fixture().patch(
        deployments,
        'parts',
        MERGE,
        { spec: { replicas: 5 }, status: { collisionCount: 7 } },
        { subresource: 'status' },
      );
      expect(patched.body).toMatchObject({
        metadata: { generation: 1 },
        spec: { replicas: 0 },
        status: { collisionCount: 7 },
      });
    });
  });
}
