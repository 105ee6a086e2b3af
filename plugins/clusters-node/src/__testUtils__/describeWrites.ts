import { DEPLOYMENT_FIELDS, ownersOf } from '../ownership/ownersOf';
import type { Cluster, WritableKind, WriteOutcome } from '../types';
import { eventually } from './eventually';
import { DEPLOYMENT, POD } from '../writes/kinds';

const IMAGE = DEPLOYMENT_FIELDS.image('app');
const options = { fieldManager: 'pilothouse-test' };

interface Identified {
  metadata: { uid: string; resourceVersion: string };
}

/** What a rollout needs of the writes of any cluster, simulated or real. The namespace must be there. */
export function describeWrites(
  connect: () => { cluster: Cluster; namespace: string },
): void {
  describe('writes', () => {
    const name = 'written';
    const labels = { app: name, role: 'canary' };
    const target = () => ({ namespace: connect().namespace, name });
    const template = (tag: string) => ({
      metadata: { labels },
      spec: {
        containers: [
          {
            name: 'app',
            image: `registry.yunfan.test/shop:${tag}`,
            resources: { limits: { cpu: '10m', memory: '16Mi' } },
          },
        ],
      },
    });
    const whole = {
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: template('1.0.0'),
      },
    };
    const imageOnly = (tag: string, metadata = {}) => ({
      metadata: { ...target(), ...metadata },
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'app', image: template(tag).spec.containers[0].image },
            ],
          },
        },
      },
    });
    const read = () => connect().cluster.read<Identified>(DEPLOYMENT, target());
    const create = (dryRun = false) =>
      connect().cluster.create(
        DEPLOYMENT,
        { metadata: target(), ...whole },
        { ...options, dryRun },
      );

    /** Controllers write too: from the state that is seen again, until it is done. */
    async function done<T>(
      kind: WritableKind,
      object: { namespace: string; name: string },
      write: (
        seen: ReturnType<typeof seenOf> & typeof object,
      ) => Promise<WriteOutcome<T>>,
    ): Promise<T> {
      const { cluster } = connect();
      const { object: written } = await eventually(async () => {
        const seen = seenOf(await cluster.read<Identified>(kind, object));
        const answer = await write({ ...object, ...seen });
        if (answer.outcome === 'done') return answer;
        expect(answer).toMatchObject({ reason: 'changed' });
        return false;
      });
      return written;
    }

    it('create once', async () => {
      expect(await create(true)).toMatchObject({ outcome: 'done' });
      await expect(read()).rejects.toMatchObject({ name: 'NotFoundError' });
      const made = await create();
      expect(made).toMatchObject({ outcome: 'done', object: whole });
      expect(await create()).toEqual({
        outcome: 'conflict',
        reason: 'exists',
        message: 'deployments.apps "written" already exists',
        managers: [],
      });
      expect(ownersOf(await read(), IMAGE)).toEqual([
        {
          manager: options.fieldManager,
          operation: 'Update',
          time: expect.any(String),
        },
      ]);
    });

    it('apply to what was seen, and name the owners before', async () => {
      const { cluster } = connect();
      const apply = (metadata = {}, more = {}) =>
        cluster.apply(DEPLOYMENT, imageOnly('2.0.0', metadata), {
          fieldManager: 'pilothouse-image',
          ...more,
        });
      expect(await apply()).toMatchObject({
        outcome: 'conflict',
        reason: 'owned',
        managers: [
          {
            manager: options.fieldManager,
            field: '.spec.template.spec.containers[name="app"].image',
          },
        ],
      });
      const { uid } = seenOf(await read());
      const precondition = { uid, resourceVersion: '1' };
      expect(await apply({}, { force: true, precondition })).toMatchObject({
        outcome: 'conflict',
        reason: 'changed',
        managers: [],
      });
      const force = { force: true, dryRun: true };
      const planned = await done(DEPLOYMENT, target(), seen =>
        apply({}, { ...force, precondition: seenOf({ metadata: seen }) }),
      );
      // Of a dry run too, so that a plan can tell what would be taken from whom.
      expect(ownersOf(planned, IMAGE)).toMatchObject([
        { manager: 'pilothouse-image', operation: 'Apply' },
      ]);
      expect(ownersOf(await read(), IMAGE)).toMatchObject([
        { manager: options.fieldManager },
      ]);
      const other = await apply(
        { uid: '00000000-0000-0000-0000-000000000000' },
        { force: true },
      );
      expect(other).toMatchObject({ outcome: 'conflict', reason: 'changed' });
      await done(DEPLOYMENT, target(), seen =>
        apply({}, { force: true, precondition: seenOf({ metadata: seen }) }),
      );
      expect(await read()).toMatchObject({
        spec: { template: { spec: imageOnly('2.0.0').spec.template.spec } },
      });
    });

    it('scale by an owner of its own', async () => {
      const { cluster } = connect();
      await done(DEPLOYMENT, target(), seen =>
        cluster.scale(seen, 2, { fieldManager: 'pilothouse-scale' }),
      );
      const owners = ownersOf(await read(), DEPLOYMENT_FIELDS.replicas);
      expect(owners).toMatchObject([
        { manager: 'pilothouse-scale', subresource: 'scale' },
      ]);
    });

    it('delete a pod that was seen', async () => {
      const { cluster, namespace } = connect();
      const lease = cluster.watch('pods', { namespace });
      const mine = () =>
        lease.cache
          .list()
          .map(({ metadata }) => metadata?.name ?? '')
          .filter(pod => pod.startsWith(`${name}-`));
      const [first] = await eventually(() => {
        const pods = mine();
        return pods.length > 0 && pods;
      });
      const pod = { namespace, name: first };
      const { uid } = seenOf(await cluster.read<Identified>(POD, pod));
      const stale = { ...pod, uid, resourceVersion: '1' };
      expect(await cluster.delete(POD, stale)).toMatchObject({
        outcome: 'conflict',
        reason: 'changed',
      });
      await done(POD, pod, seen => cluster.delete(POD, seen, { dryRun: true }));
      expect(seenOf(await cluster.read<Identified>(POD, pod)).uid).toBe(uid);
      await done(POD, pod, seen =>
        cluster.delete(POD, seen, { gracePeriodSeconds: 1 }),
      );
      await eventually(() => !mine().includes(first));
      await expect(cluster.read(POD, pod)).rejects.toMatchObject({
        name: 'NotFoundError',
      });
      lease.release();
    });

    it('are known beforehand', async () => {
      const { cluster, namespace } = connect();
      const deployments = { namespace, group: 'apps', resource: 'deployments' };
      const subresource = 'scale';
      const may = [
        { ...deployments, verb: 'patch' },
        { ...deployments, verb: 'create' },
        { ...deployments, verb: 'patch', subresource },
        { namespace, group: '', resource: 'pods', verb: 'delete' },
      ] as const;
      for (const access of may) {
        expect([access, await cluster.mayWrite(access)]).toEqual([
          access,
          true,
        ]);
      }
      expect(
        await cluster.mayWrite({
          namespace,
          group: '',
          resource: 'secrets',
          verb: 'patch',
        }),
      ).toBe(false);
    });
  });
}

function seenOf({ metadata }: Identified) {
  const { uid, resourceVersion } = metadata;
  return { uid, resourceVersion };
}
