import { resources } from '../resources';
import type { ApiAnswer } from './client';
import {
  configMap,
  deployment,
  JSON_PATCH,
  MERGE,
  STRATEGIC,
  type Fixture,
} from './fixture';
import { listAt, textAt, valueAt } from '../printers/read';

const { configMaps, deployments, httpRoutes, services } = resources;

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

/** The four kinds of PATCH, without server-side apply, and the scale subresource. */
export function describePatches(fixture: () => Fixture): void {
  describe('patches', () => {
    beforeAll(async () => {
      await fixture().create(
        deployments,
        deployment('patched', { replicas: 0, spec: { paused: true } }),
      );
      await fixture().create(configMaps, configMap('patched', { a: '1' }));
    });

    const containers = (answer: ApiAnswer) =>
      listAt(Object(answer.body), 'spec.template.spec.containers').map(
        container => [textAt(container, 'name'), textAt(container, 'image')],
      );
    const withContainer = (name: string, image: string) => ({
      spec: { template: { spec: { containers: [{ name, image }] } } },
    });

    it('merge lists by their keys when they are strategic', async () => {
      const answer = await fixture().patch(
        deployments,
        'patched',
        STRATEGIC,
        withContainer('proxy', 'registry.example/proxy:1'),
      );
      expect(containers(answer)).toEqual([
        ['proxy', 'registry.example/proxy:1'],
        ['app', 'registry.example/app:1'],
      ]);
    });

    it('replace lists when they are merge patches', async () => {
      const answer = await fixture().patch(
        deployments,
        'patched',
        MERGE,
        withContainer('app', 'registry.example/app:2'),
      );
      expect(containers(answer)).toEqual([['app', 'registry.example/app:2']]);
    });

    it('test before they change when they are JSON patches', async () => {
      const patch = (expected: string) =>
        fixture().patch(configMaps, 'patched', JSON_PATCH, [
          { op: 'test', path: '/data/a', value: expected },
          { op: 'replace', path: '/data/a', value: '2' },
          { op: 'add', path: '/data/b', value: '3' },
        ]);
      const wrong = await patch('other');
      expect(wrong.code).toBe(422);
      expect(wrong.body).toMatchObject({
        reason: 'Invalid',
        message:
          'the server rejected our request due to an error in our request',
      });
      const right = await patch('1');
      expect(right.body).toMatchObject({ data: { a: '2', b: '3' } });
    });

    it('of another type are refused', async () => {
      const answer = await fixture().patch(
        configMaps,
        'patched',
        'application/json',
        {},
      );
      expect(answer.code).toBe(415);
      const custom = await fixture().create(httpRoutes, {
        metadata: { name: 'patched' },
        spec: { parentRefs: [{ name: 'shop' }], rules: [{ a: 1 }] },
      });
      const strategic = await fixture().patch(
        httpRoutes,
        custom.metadata.name,
        STRATEGIC,
        {},
      );
      expect(strategic.code).toBe(415);
      const merged = await fixture().patch(httpRoutes, 'patched', MERGE, {
        spec: { rules: [{ b: { c: 2 } }] },
      });
      expect(merged.body).toMatchObject({
        metadata: { generation: 2 },
        spec: { parentRefs: [{ name: 'shop' }], rules: [{ b: { c: 2 } }] },
      });
    });

    it('cannot move an object to another name or version', async () => {
      const stale = await fixture().patch(configMaps, 'patched', MERGE, {
        metadata: { resourceVersion: '1' },
        data: { a: '9' },
      });
      expect(stale.code).toBe(409);
      const renamed = await fixture().patch(configMaps, 'patched', MERGE, {
        metadata: { name: 'other' },
      });
      expect(renamed.code).toBe(400);
    });

    it('keep addresses that a service was given', async () => {
      const made = await fixture().create(services, {
        metadata: { name: 'addressed' },
        spec: { ports: [{ port: 80 }] },
      });
      const answer = await fixture().patch(services, 'addressed', MERGE, {
        spec: { clusterIP: '10.96.250.250' },
      });
      expect(answer.code).toBe(422);
      expect(valueAt(made, 'spec.clusterIP')).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    });

    it('scale under a precondition, through a field owner of their own', async () => {
      const scale = await fixture().send(deployments, {
        name: 'patched',
        subresource: 'scale',
      });
      expect(scale.body).toMatchObject({
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        spec: {},
        status: { replicas: 0, selector: 'app=patched' },
      });
      const to = (replicas: number, resourceVersion: string) =>
        fixture().patch(
          deployments,
          'patched',
          MERGE,
          { metadata: { resourceVersion }, spec: { replicas } },
          { subresource: 'scale', query: { fieldManager: 'scaler' } },
        );
      const stale = await to(1, '1');
      expect(stale.body).toMatchObject({ code: 409, reason: 'Conflict' });
      const present = textAt(Object(scale.body), 'metadata.resourceVersion');
      const scaled = await to(1, present ?? '');
      expect(scaled.body).toMatchObject({
        kind: 'Scale',
        spec: { replicas: 1 },
      });
      const { metadata } = await fixture().get(deployments, 'patched');
      expect(metadata.managedFields).toContainEqual(
        expect.objectContaining({
          manager: 'scaler',
          operation: 'Update',
          subresource: 'scale',
          fieldsV1: { 'f:spec': { 'f:replicas': {} } },
        }),
      );
    });
  });
}
