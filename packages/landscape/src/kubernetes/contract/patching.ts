import { listAt, textAt, valueAt } from '../printers/read';
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

const { configMaps, deployments, httpRoutes, services } = resources;

/** Merge, strategic merge and JSON patches, and the subresource `/scale`. */
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
        spec: { parentRefs: [{ name: 'shop' }], rules: [{ name: 'a' }] },
      });
      const strategic = await fixture().patch(
        httpRoutes,
        custom.metadata.name,
        STRATEGIC,
        {},
      );
      expect(strategic.code).toBe(415);
      const merged = await fixture().patch(httpRoutes, 'patched', MERGE, {
        spec: { rules: [{ timeouts: { request: '2s' } }] },
      });
      expect(merged.body).toMatchObject({
        metadata: { generation: 2 },
        spec: {
          parentRefs: [{ name: 'shop' }],
          rules: [{ timeouts: { request: '2s' } }],
        },
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
