import { resources } from '../resources';
import type { KubeObject } from '../types';
import {
  conditionAt,
  fieldsAt,
  listAt,
  numberAt,
  textAt,
} from '../printers/read';
import { deployment, type Fixture } from './fixture';

const { deployments, pods, replicaSets } = resources;

const container = (pod: KubeObject | undefined) =>
  listAt(pod ?? {}, 'status.containerStatuses')[0] ?? {};

const waitingFor = (reason: string) => (pod: KubeObject | undefined) =>
  textAt(container(pod), 'state.waiting.reason') === reason;

const isReady = (pod: KubeObject | undefined) =>
  !!pod && conditionAt(pod, 'Ready') === 'True';

/** What becomes of pods, by the ending of their image; their logs and their end. */
export function describePods(fixture: () => Fixture): void {
  describe('pods', () => {
    const run = (name: string, ending = '') =>
      fixture().create(pods, {
        metadata: { name },
        spec: {
          containers: [
            { name: 'app', image: `registry.example/${name}:1${ending}` },
          ],
        },
      });

    // Its story takes longest, so it begins first.
    beforeAll(() => run('dies', '-dies'));

    it('are scheduled, run and become ready', async () => {
      await run('healthy');
      const pod = await fixture().eventually(pods, 'healthy', isReady);
      expect(pod).toMatchObject({
        spec: { nodeName: expect.any(String) },
        status: {
          phase: 'Running',
          podIP: expect.any(String),
          containerStatuses: [
            { ready: true, restartCount: 0, state: { running: {} } },
          ],
        },
      });
    });

    it('crash', async () => {
      await run('crash', '-crash');
      const pod = await fixture().eventually(
        pods,
        'crash',
        waitingFor('CrashLoopBackOff'),
      );
      expect(isReady(pod)).toBe(false);
      expect(numberAt(container(pod), 'restartCount')).toBeGreaterThan(0);
      expect(
        numberAt(container(pod), 'lastState.terminated.exitCode'),
      ).toBeGreaterThan(0);
    });

    it('never become ready', async () => {
      await run('never', '-neverready');
      const pod = await fixture().eventually(
        pods,
        'never',
        own => textAt(own ?? {}, 'status.phase') === 'Running',
      );
      expect(conditionAt(pod ?? {}, 'Ready')).toBe('False');
      expect(fieldsAt(container(pod), 'state.running')).toBeDefined();
    });

    it('miss their image', async () => {
      await run('missing', '-missing');
      const pod = await fixture().eventually(
        pods,
        'missing',
        waitingFor('ImagePullBackOff'),
      );
      expect(textAt(pod ?? {}, 'status.phase')).toBe('Pending');
    });

    it('die after they were ready', async () => {
      const pod = await fixture().eventually(
        pods,
        'dies',
        waitingFor('CrashLoopBackOff'),
      );
      expect(conditionAt(pod ?? {}, 'Ready')).toBe('False');
    });

    it('terminate before they are gone', async () => {
      await run('leaving');
      await fixture().eventually(pods, 'leaving', isReady);
      const answer = await fixture().send(pods, {
        method: 'DELETE',
        name: 'leaving',
      });
      expect(answer.body).toMatchObject({
        kind: 'Pod',
        metadata: {
          deletionTimestamp: expect.any(String),
          deletionGracePeriodSeconds: 30,
        },
      });
      await fixture().eventually(pods, 'leaving', pod => pod === undefined);
    });
  });
}

/** Pod logs. What they say is not Kubernetes' matter; the tests need a few lines and some more to come. */
export function describeLogs(fixture: () => Fixture): void {
  describe('logs', () => {
    beforeAll(async () => {
      await fixture().create(pods, {
        metadata: { name: 'talkative' },
        spec: {
          containers: ['app', 'proxy'].map(name => ({
            name,
            image: `registry.example/${name}:1`,
          })),
        },
      });
      await fixture().eventually(pods, 'talkative', isReady);
      await fixture().until(
        () => log({ tailLines: 3 }),
        text => text.split('\n').length > 3,
      );
    });

    const place = (query: Record<string, string | number | boolean>) => ({
      name: 'talkative',
      subresource: 'log',
      query: { container: 'app', ...query },
    });
    const log = async (query: Record<string, string | number | boolean>) =>
      (await fixture().send(pods, place(query))).text;

    it('are cut to their last lines', async () => {
      expect((await log({ tailLines: 2 })).trimEnd().split('\n')).toHaveLength(
        2,
      );
      expect(await log({ tailLines: 0 })).toBe('');
      expect(await log({ limitBytes: 5 })).toHaveLength(5);
      expect(await log({ sinceTime: '2099-01-01T00:00:00Z' })).toBe('');
    });

    it('carry the time of each line', async () => {
      expect(await log({ tailLines: 1, timestamps: true })).toMatch(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z /,
      );
    });

    it('are followed as they grow', async () => {
      const stream = await fixture().client.stream(
        fixture().url(pods, place({ follow: true, tailLines: 1 })),
      );
      expect(await stream.next()).toBeDefined();
      let more: string | undefined;
      const arrives = stream.next().then(line => {
        more = line;
      });
      await fixture().until(
        async () => more,
        line => line !== undefined,
      );
      await arrives;
      stream.close();
    });

    it('are refused where they cannot be', async () => {
      const answer = await fixture().send(pods, {
        name: 'talkative',
        subresource: 'log',
      });
      expect(answer.body).toMatchObject({
        code: 400,
        message:
          'a container name must be specified for pod talkative, choose one of: [app proxy]',
      });
      const unknown = await fixture().send(pods, place({ container: 'nope' }));
      expect(unknown.body).toMatchObject({
        code: 400,
        message: 'container nope is not valid for pod talkative',
      });
      const absent = await fixture().send(pods, {
        name: 'absent',
        subresource: 'log',
      });
      expect(absent.code).toBe(404);
    });
  });
}

/** What is left when an owner is deleted. */
export function describeGarbageCollection(fixture: () => Fixture): void {
  describe('deleting an owner', () => {
    const owned = async (name: string) => [
      ...(await fixture().list(replicaSets, `app=${name}`)),
      ...(await fixture().list(pods, `app=${name}`)),
    ];
    const make = async (name: string) => {
      await fixture().create(deployments, deployment(name, { replicas: 1 }));
      await fixture().until(
        () => owned(name),
        objects => objects.length === 2,
      );
    };
    const remove = (name: string, propagationPolicy: string) =>
      fixture().send(deployments, {
        method: 'DELETE',
        name,
        query: { propagationPolicy },
      });
    const gone = (name: string) =>
      fixture().until(
        () => owned(name),
        objects => objects.length === 0,
      );

    it('in the background lets the owner go first', async () => {
      await make('background');
      const answer = await remove('background', 'Background');
      expect(answer.body).toMatchObject({
        kind: 'Status',
        status: 'Success',
        details: { name: 'background', group: 'apps', kind: 'deployments' },
      });
      expect(
        (await fixture().send(deployments, { name: 'background' })).code,
      ).toBe(404);
      await gone('background');
    });

    it('in the foreground keeps the owner until all are gone', async () => {
      await make('foreground');
      const answer = await remove('foreground', 'Foreground');
      expect(answer.body).toMatchObject({
        kind: 'Deployment',
        metadata: {
          deletionTimestamp: expect.any(String),
          finalizers: ['foregroundDeletion'],
        },
      });
      await fixture().eventually(deployments, 'foreground', own => !own);
      expect(await fixture().list(replicaSets, 'app=foreground')).toEqual([]);
    });

    it('can leave orphans', async () => {
      await make('orphan');
      await remove('orphan', 'Orphan');
      await fixture().eventually(deployments, 'orphan', own => !own);
      const [replicaSet] = await fixture().list(replicaSets, 'app=orphan');
      expect(replicaSet.metadata.ownerReferences).toBeUndefined();
    });
  });
}
