/* eslint-disable jest/no-export -- the same tests run on a simulated and on a real cluster */
import { NAMESPACE } from '@pilothouse/plugin-clusters-node';
import {
  LIMIT_RANGE,
  NETWORK_POLICY,
  RESOURCE_QUOTA,
  SECRET,
  SERVICE_ACCOUNT,
} from '../kinds';
import { statuses, type ProvisionScene } from './ProvisionScene';
import { files, serviceObjects } from './service';

/** What becomes of namespaces. */
export function describeNamespaces(scene: ProvisionScene): void {
  describe('a namespace', () => {
    it('is made with everything that belongs into it, and only once', async () => {
      const name = scene.namespace();
      const planned = await scene.api.ensureNamespace({
        ...scene.place(name),
        dryRun: true,
      });
      expect(planned.targets[0].status).toBe('created');
      await expect(scene.read(NAMESPACE, name)).rejects.toThrow(/not found/);

      const first = await scene.api.ensureNamespace({
        ...scene.place(name),
        system: 'order',
      });
      expect(first.targets).toMatchObject([
        { cluster: scene.bench.cluster, namespace: name, status: 'created' },
      ]);
      expect(statuses(first).slice(0, 5)).toEqual([
        `Namespace/${name} created`,
        'ResourceQuota/pilothouse-default created',
        'LimitRange/pilothouse-default created',
        'NetworkPolicy/pilothouse-default created',
        'Secret/registry created',
      ]);
      // Whoever is first, the cluster or we.
      expect(statuses(first)[5]).toMatch(
        /ServiceAccount\/default (created|updated)/,
      );

      const found = await scene.read(NAMESPACE, name);
      expect(found.metadata.labels).toMatchObject({
        'pilothouse.io/owner': 'team-order',
        'pilothouse.io/system': 'order',
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
      expect(
        (await scene.read(SERVICE_ACCOUNT, 'default', name)).imagePullSecrets,
      ).toEqual([{ name: 'registry' }]);
      const source = await scene.read(SECRET, 'registry', 'pilothouse');
      const copy = await scene.read(SECRET, 'registry', name);
      expect(copy.data).toEqual(source.data);
      expect(JSON.stringify(first)).not.toContain(
        Object.values(Object(source.data)).join(''),
      );

      const again = await scene.api.ensureNamespace({
        ...scene.place(name),
        system: 'order',
      });
      expect(again.targets[0].status).toBe('unchanged');
      expect(
        new Set(again.targets[0].objects.map(({ status }) => status)),
      ).toEqual(new Set(['unchanged']));
    });

    it('keeps what somebody has set by hand, and gets back what is missing', async () => {
      const name = scene.namespace();
      await scene.api.ensureNamespace(scene.place(name));
      await scene.asAdmin(RESOURCE_QUOTA, {
        metadata: { name: 'pilothouse-default', namespace: name },
        spec: { hard: { pods: '200' } },
      });
      const policy = await scene.read(
        NETWORK_POLICY,
        'pilothouse-default',
        name,
      );
      await scene.bench.admin.delete(NETWORK_POLICY, {
        namespace: name,
        name: 'pilothouse-default',
        uid: String(policy.metadata.uid),
        resourceVersion: String(policy.metadata.resourceVersion),
      });
      const again = await scene.api.ensureNamespace(scene.place(name));
      expect(again.targets[0].status).toBe('updated');
      expect(statuses(again)).toEqual(
        expect.arrayContaining([
          'ResourceQuota/pilothouse-default kept',
          'LimitRange/pilothouse-default unchanged',
          'NetworkPolicy/pilothouse-default created',
        ]),
      );
      const quota = await scene.read(
        RESOURCE_QUOTA,
        'pilothouse-default',
        name,
      );
      expect(quota.spec.hard).toMatchObject({ pods: '200' });
      expect(
        (await scene.read(LIMIT_RANGE, 'pilothouse-default', name)).spec.limits,
      ).toMatchObject([{ default: { memory: '512Mi' } }]);
    });

    it.each([
      ['another group', { 'pilothouse.io/owner': 'team-payment' }],
      ['nobody', {}],
    ])('of %s is never taken over', async (_, labels) => {
      const name = scene.namespace();
      await scene.asAdmin(NAMESPACE, { metadata: { name, labels } });
      await expect(
        scene.api.ensureNamespace(scene.place(name)),
      ).rejects.toMatchObject({
        statusCode: 409,
      });
      await expect(
        scene.api.applyManifests({
          ...scene.place(name),
          manifests: files(serviceObjects('thief')),
        }),
      ).rejects.toMatchObject({ statusCode: 409 });
      const after = await scene.read(NAMESPACE, name);
      expect(after.metadata.labels).not.toMatchObject({
        'pilothouse.io/owner': 'team-order',
      });
      await expect(
        scene.read(RESOURCE_QUOTA, 'pilothouse-default', name),
      ).rejects.toThrow();
    });

    it('that somebody else has made for the group gets the pull secret, and no limits', async () => {
      const name = scene.namespace();
      const labels = { 'pilothouse.io/owner': 'team-order' };
      await scene.asAdmin(NAMESPACE, { metadata: { name, labels } });
      for (const status of ['created', 'unchanged']) {
        const { targets } = await scene.api.ensureNamespace(scene.place(name));
        expect(
          targets[0].objects.slice(0, 5).map(object => object.status),
        ).toEqual(['kept', 'kept', 'kept', 'kept', status]);
      }
      const found = await scene.read(NAMESPACE, name);
      expect(found.metadata.labels).not.toHaveProperty([
        'pod-security.kubernetes.io/enforce',
      ]);
      for (const kind of [RESOURCE_QUOTA, LIMIT_RANGE, NETWORK_POLICY]) {
        await expect(
          scene.read(kind, 'pilothouse-default', name),
        ).rejects.toThrow(/not found/);
      }
    });

    it('of a system is made by the owner of the system', async () => {
      const name = scene.namespace();
      const place = { ...scene.place(name), system: 'billing' };
      await expect(scene.api.ensureNamespace(place)).rejects.toMatchObject({
        statusCode: 403,
      });
      await expect(scene.read(NAMESPACE, name)).rejects.toThrow(/not found/);
      const owner = 'group:default/team-payment';
      const { targets } = await scene.api.ensureNamespace({ ...place, owner });
      expect(targets[0].status).toBe('created');
    });

    it('that two make at the same time is made once', async () => {
      const name = scene.namespace();
      const owners = ['group:default/team-order', 'group:default/team-payment'];
      const results = await Promise.allSettled(
        owners.map(owner =>
          scene.api.ensureNamespace({ ...scene.place(name), owner }),
        ),
      );
      const found = await scene.read(NAMESPACE, name);
      const winner = Object(found.metadata.labels)['pilothouse.io/owner'];
      for (const [index, owner] of owners.entries()) {
        const result = results[index];
        const isWinner = owner.endsWith(String(winner));
        expect(
          result.status === 'fulfilled' &&
            result.value.targets[0].status !== 'failed',
        ).toBe(isWinner);
      }
    });
  });
}
