/* eslint-disable jest/no-export -- the same tests run on a simulated and on a real cluster */
import { DEPLOYMENT, NAMESPACE } from '@pilothouse/plugin-clusters-node';
import { NAMESPACE_OWNER_LABEL } from '@pilothouse/plugin-release-common';
import { eventually } from '../../__testUtils__/eventually';
import { HTTP_ROUTE } from '../kinds';
import { OWNER, type ProvisionScene } from './ProvisionScene';
import { deployment, files, serviceObjects } from './service';

/** What becomes of manifests. */
export function describeManifests(scene: ProvisionScene): void {
  describe('manifests', () => {
    const NAME = 'refund-api';

    it('go through the cluster in a dry run, which names each unknown field', async () => {
      const name = scene.namespace();
      const request = {
        namespace: name,
        owner: OWNER,
        environment: 'dev',
        manifests: files(serviceObjects(NAME)),
        docs: ['runbook.md'],
        entityRef: `component:default/${NAME}`,
      };
      const before = await scene.api.validateManifests(request);
      expect(before).toMatchObject({
        ok: false,
        findings: [{ code: 'namespace-missing' }],
      });
      await scene.api.ensureNamespace(scene.place(name));
      const good = await scene.api.validateManifests(request);
      expect(good).toMatchObject({
        ok: true,
        findings: [],
        clusters: [scene.bench.cluster],
      });
      expect(good.objects).toHaveLength(9);

      const wrong = deployment(NAME, 'release');
      Object.assign(Object(wrong.spec), {
        revisionHistoryLimit: 99_999_999_999,
      });
      const bad = await scene.api.validateManifests({
        ...request,
        manifests: files([
          ...serviceObjects(NAME).filter(({ kind }) => kind !== 'Deployment'),
          wrong,
        ]),
      });
      expect(bad.ok).toBe(false);
      expect(bad.findings).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            code: 'dry-run-refused',
            cluster: scene.bench.cluster,
            object: expect.objectContaining({ name: NAME }),
          }),
        ]),
      );
    });

    it('are applied, come up, and are left alone the second time', async () => {
      const name = scene.namespace();
      await scene.api.ensureNamespace(scene.place(name));
      const request = {
        ...scene.place(name),
        manifests: files(serviceObjects(NAME)),
      };
      const first = await scene.api.applyManifests(request);
      expect(first.targets[0]).toMatchObject({ status: 'created' });
      expect(first.targets[0].objects.map(({ kind }) => kind)).toEqual([
        'ServiceAccount',
        'NetworkPolicy',
        'Service',
        'Deployment',
        'Deployment',
        'PodDisruptionBudget',
        'HTTPRoute',
        'ServiceMonitor',
        'PrometheusRule',
      ]);
      await eventually(async () => {
        const { status } = await scene.read(DEPLOYMENT, NAME, name);
        expect(Object(status).readyReplicas).toBe(2);
      });
      const canary = await scene.read(DEPLOYMENT, `${NAME}-canary`, name);
      expect(canary.spec.replicas).toBe(0);

      const again = await scene.api.applyManifests(request);
      expect(again.targets[0].status).toBe('unchanged');
      expect(
        new Set(again.targets[0].objects.map(({ status }) => status)),
      ).toEqual(new Set(['unchanged']));
    });

    it('leave images, replicas and whatever others have set to them', async () => {
      const name = scene.namespace();
      await scene.api.ensureNamespace(scene.place(name));
      const request = {
        ...scene.place(name),
        manifests: files(serviceObjects(NAME)),
      };
      await scene.api.applyManifests(request);
      const image = 'registry.yunfan.test/order/refund-api:1.1.0';
      await scene.asAdmin(
        DEPLOYMENT,
        {
          metadata: { name: NAME, namespace: name },
          spec: { template: { spec: { containers: [{ name: NAME, image }] } } },
        },
        'pilothouse',
      );
      const canary = await scene.read(DEPLOYMENT, `${NAME}-canary`, name);
      const scaled = await scene.bench.admin.scale(
        {
          namespace: name,
          name: `${NAME}-canary`,
          uid: String(canary.metadata.uid),
          resourceVersion: String(canary.metadata.resourceVersion),
        },
        1,
        { fieldManager: 'pilothouse' },
      );
      expect(scaled.outcome).toBe('done');

      const objects = serviceObjects(NAME);
      Object.assign(Object(objects[2].spec), { revisionHistoryLimit: 5 });
      const again = await scene.api.applyManifests({
        ...request,
        manifests: files(objects),
      });
      const deployments = again.targets[0].objects.filter(
        ({ kind }) => kind === 'Deployment',
      );
      expect(deployments).toMatchObject([
        {
          name: NAME,
          status: 'configured',
          left: [
            {
              field: `spec.template.spec.containers[${NAME}].image`,
              manager: 'pilothouse',
            },
          ],
        },
        {
          name: `${NAME}-canary`,
          status: 'unchanged',
          left: [{ field: 'spec.replicas', manager: 'pilothouse' }],
        },
      ]);
      const after = await scene.read(DEPLOYMENT, NAME, name);
      expect(after.spec).toMatchObject({
        revisionHistoryLimit: 5,
        template: { spec: { containers: [{ name: NAME, image }] } },
      });
      expect(
        (await scene.read(DEPLOYMENT, `${NAME}-canary`, name)).spec.replicas,
      ).toBe(1);
    });

    it('do not touch an object of another service', async () => {
      const name = scene.namespace();
      await scene.api.ensureNamespace(scene.place(name));
      const other = deployment(NAME, 'release');
      Object.assign(Object(other.metadata), {
        namespace: name,
        labels: { 'backstage.io/kubernetes-id': 'other' },
      });
      await scene.asAdmin(DEPLOYMENT, other);
      const before = await scene.read(DEPLOYMENT, NAME, name);
      const { targets } = await scene.api.applyManifests({
        ...scene.place(name),
        manifests: files(serviceObjects(NAME)),
      });
      expect(targets[0]).toMatchObject({
        status: 'failed',
        error: { code: 'not-ours' },
      });
      const after = await scene.read(DEPLOYMENT, NAME, name);
      expect(after.spec).toEqual(before.spec);
      const { body } = await scene.release.get(
        `changes?entityRef=${OWNER}&limit=1`,
      );
      expect(body.changes).toMatchObject([
        { action: 'apply-manifests', outcome: 'done', after: { failed: 1 } },
      ]);
    });

    it('do not get the host of another team', async () => {
      const shop = 'their-shop';
      const theirs = scene.namespace();
      await scene.asAdmin(NAMESPACE, {
        metadata: {
          name: theirs,
          labels: { [NAMESPACE_OWNER_LABEL]: 'others' },
        },
      });
      await scene.asAdmin(HTTP_ROUTE, {
        metadata: { name: 'front', namespace: theirs },
        spec: {
          parentRefs: [{ name: 'gateway', namespace: 'gateway-system' }],
          hostnames: [`${shop}.yunfan.test`],
          rules: [{ backendRefs: [{ name: 'front', port: 80 }] }],
        },
      });
      const name = scene.namespace();
      await scene.api.ensureNamespace(scene.place(name));
      const manifests = files(serviceObjects(shop));
      const { ok, findings } = await scene.api.validateManifests({
        namespace: name,
        owner: OWNER,
        environment: 'dev',
        manifests,
      });
      expect(ok).toBe(false);
      expect(findings).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            code: 'host-taken',
            params: { host: `${shop}.yunfan.test` },
            cluster: scene.bench.cluster,
            object: expect.objectContaining({ kind: 'HTTPRoute', name: shop }),
          }),
        ]),
      );
      await expect(
        scene.api.applyManifests({ ...scene.place(name), manifests }),
      ).rejects.toMatchObject({ statusCode: 409 });
      await expect(scene.read(DEPLOYMENT, shop, name)).rejects.toThrow(
        /not found/,
      );
    });

    it('are refused where there is no namespace, and where a rule is broken', async () => {
      const name = scene.namespace();
      const request = {
        ...scene.place(name),
        manifests: files(serviceObjects(NAME)),
      };
      await expect(scene.api.applyManifests(request)).rejects.toMatchObject({
        statusCode: 404,
      });
      await scene.api.ensureNamespace(scene.place(name));
      const secret = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'x' },
      };
      await expect(
        scene.api.applyManifests({ ...request, manifests: files([secret]) }),
      ).rejects.toMatchObject({ statusCode: 400 });
    });
  });
}
