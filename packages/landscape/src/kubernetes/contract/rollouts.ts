import { resources } from '../resources';
import type { KubeObject } from '../types';
import { fieldsAt, listAt, numberAt, textAt } from '../printers/read';
import {
  deployment,
  JSON_PATCH,
  MERGE,
  STRATEGIC,
  type Fixture,
} from './fixture';

const { deployments, endpointSlices, events, pods, replicaSets, services } =
  resources;

const REVISION = 'deployment.kubernetes.io/revision';

function progress(object: KubeObject | undefined): string | undefined {
  const condition = listAt(object ?? {}, 'status.conditions').find(
    ({ type }) => type === 'Progressing',
  );
  return condition && textAt(condition, 'reason');
}

/** What `kubectl rollout status` calls successfully rolled out. */
function isComplete(object: KubeObject | undefined): boolean {
  if (!object) return false;
  const wanted = numberAt(object, 'spec.replicas');
  return (
    numberAt(object, 'status.observedGeneration') ===
      object.metadata.generation &&
    ['updatedReplicas', 'replicas', 'availableReplicas'].every(
      field => numberAt(object, `status.${field}`) === wanted,
    ) &&
    progress(object) === 'NewReplicaSetAvailable'
  );
}

const setImage = (image: string) => ({
  spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
});

/** Deployments, from the first pod to the rollback. */
export function describeRollouts(fixture: () => Fixture): void {
  describe('rollouts', () => {
    const make = async (...options: Parameters<typeof deployment>) => {
      await fixture().create(deployments, deployment(...options));
    };
    const complete = (name: string) =>
      fixture().eventually(deployments, name, isComplete);
    const change = (name: string, body: ReturnType<typeof setImage>) =>
      fixture().patch(deployments, name, STRATEGIC, body);
    const endpoints = async (service: string) => {
      const slices = await fixture().list(
        endpointSlices,
        `kubernetes.io/service-name=${service}`,
      );
      return slices.flatMap(slice => listAt(slice, 'endpoints'));
    };
    const readyEndpoints = async (service: string) =>
      (await endpoints(service)).filter(
        endpoint => fieldsAt(endpoint, 'conditions')?.ready === true,
      ).length;

    it('make pods ready and put them behind their service', async () => {
      await fixture().create(services, {
        metadata: { name: 'first' },
        spec: { selector: { app: 'first' }, ports: [{ port: 80 }] },
      });
      await make('first');
      const done = await complete('first');
      expect(done).toMatchObject({
        metadata: { annotations: { [REVISION]: '1' } },
        status: {
          readyReplicas: 2,
          conditions: [
            {
              type: 'Available',
              status: 'True',
              reason: 'MinimumReplicasAvailable',
            },
            { type: 'Progressing', status: 'True' },
          ],
        },
      });
      const [replicaSet] = await fixture().list(replicaSets, 'app=first');
      expect(replicaSet.metadata.ownerReferences).toEqual([
        expect.objectContaining({
          kind: 'Deployment',
          name: 'first',
          controller: true,
        }),
      ]);
      const made = await fixture().list(pods, 'app=first');
      expect(made.map(pod => pod.metadata.generateName)).toEqual([
        `${replicaSet.metadata.name}-`,
        `${replicaSet.metadata.name}-`,
      ]);
      await fixture().until(
        () => readyEndpoints('first'),
        count => count === 2,
      );
      const told = await fixture().until(
        () => fixture().list(events),
        list =>
          list.some(event => textAt(event, 'involvedObject.name') === 'first'),
      );
      expect(told).toContainEqual(
        expect.objectContaining({
          type: 'Normal',
          reason: 'ScalingReplicaSet',
          message: `Scaled up replica set ${replicaSet.metadata.name} from 0 to 2`,
        }),
      );
      await fixture().patch(deployments, 'first', MERGE, {
        spec: { replicas: 0 },
      });
      await fixture().until(
        () => endpoints('first'),
        list => list.length === 0,
      );
      await fixture().until(
        () => fixture().list(pods, 'app=first'),
        list => list.length === 0,
      );
    });

    it('bring a new image without going below what is wanted', async () => {
      await make('rolling', {
        replicas: 3,
        spec: {
          strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        },
      });
      const before = await complete('rolling');
      const stream = await fixture().client.stream(
        fixture().url(deployments, {
          query: {
            watch: true,
            resourceVersion: before?.metadata.resourceVersion ?? '',
            fieldSelector: 'metadata.name=rolling',
          },
        }),
      );
      await change('rolling', setImage('registry.example/app:2'));
      const after = await complete('rolling');
      expect(after?.metadata.annotations?.[REVISION]).toBe('2');
      let seen: object = {};
      do {
        seen = (await stream.nextEvent()) ?? {};
        expect(
          numberAt(seen, 'object.status.availableReplicas'),
        ).toBeGreaterThanOrEqual(3);
      } while (
        textAt(seen, 'object.metadata.resourceVersion') !==
        after?.metadata.resourceVersion
      );
      stream.close();
      const sets = await fixture().list(replicaSets, 'app=rolling');
      expect(
        sets
          .map(set => [
            set.metadata.annotations?.[REVISION],
            numberAt(set, 'spec.replicas'),
          ])
          .sort(),
      ).toEqual([
        ['1', 0],
        ['2', 3],
      ]);
    });

    it('go back to an earlier template as a new revision', async () => {
      await make('back', { replicas: 1 });
      const first = await complete('back');
      await change('back', setImage('registry.example/app:2'));
      await complete('back');
      await fixture().patch(deployments, 'back', JSON_PATCH, [
        {
          op: 'replace',
          path: '/spec/template',
          value: JSON.parse(
            JSON.stringify(fieldsAt(first ?? {}, 'spec.template')),
          ),
        },
      ]);
      const after = await complete('back');
      expect(after?.metadata.annotations?.[REVISION]).toBe('3');
      const sets = await fixture().list(replicaSets, 'app=back');
      expect(
        sets.map(set => set.metadata.annotations?.[REVISION]).sort(),
      ).toEqual(['2', '3']);
    });

    it('wait while they are paused', async () => {
      await make('paused', { replicas: 1, spec: { paused: true } });
      await fixture().eventually(
        deployments,
        'paused',
        object => numberAt(object ?? {}, 'status.observedGeneration') === 1,
      );
      expect(await fixture().list(replicaSets, 'app=paused')).toEqual([]);
      await fixture().patch(deployments, 'paused', MERGE, {
        spec: { paused: false },
      });
      await complete('paused');
    });

    it('say when they miss their deadline, and recover', async () => {
      await make('late', {
        replicas: 1,
        image: 'registry.example/app:1-neverready',
        spec: { progressDeadlineSeconds: 1 },
      });
      const late = await fixture().eventually(
        deployments,
        'late',
        object => progress(object) === 'ProgressDeadlineExceeded',
      );
      expect(listAt(late ?? {}, 'status.conditions')).toContainEqual(
        expect.objectContaining({
          type: 'Progressing',
          status: 'False',
          message: expect.stringMatching(
            /^ReplicaSet "late-[a-z0-9]+" has timed out progressing\.$/,
          ),
        }),
      );
      await change('late', setImage('registry.example/app:2'));
      await complete('late');
    });

    it('keep release and canary apart', async () => {
      const image = 'registry.example/app:1';
      const labels = { app: 'pair' };
      await fixture().create(services, {
        metadata: { name: 'pair' },
        spec: { selector: labels, ports: [{ port: 80 }] },
      });
      await make('pair', { image, labels: { ...labels, role: 'release' } });
      await make('pair-canary', {
        image,
        replicas: 1,
        labels: { ...labels, role: 'canary' },
      });
      await complete('pair');
      await complete('pair-canary');
      await fixture().until(
        () => readyEndpoints('pair'),
        count => count === 3,
      );
      expect(await fixture().list(pods, 'app=pair,role=canary')).toHaveLength(
        1,
      );
    });
  });
}
