import { kinds } from './objects';
import { EventRecorder } from './events';
import {
  NAMESPACE,
  testCluster,
  USER,
  type TestCluster,
} from './testing/test-cluster';

const SOURCE = { component: 'tester', host: 'node-1' };

let cluster: TestCluster;
let recorder: EventRecorder;

beforeEach(() => {
  cluster = testCluster();
  recorder = new EventRecorder(cluster.api, () => false);
});

afterEach(() => cluster.stop());

function record(message: string): void {
  const about = cluster.api.get(kinds.serviceAccounts, NAMESPACE, 'default');
  if (!about) throw new Error('nothing to report about');
  recorder.record(about, SOURCE, {
    type: 'Normal',
    reason: 'Testing',
    message,
    fieldPath: 'spec.part',
  });
}

function events() {
  return cluster.api.list(kinds.events, { namespace: NAMESPACE });
}

it('counts what happens again', () => {
  record('same');
  cluster.pass(90);
  record('same');
  const account = cluster.api.get(kinds.serviceAccounts, NAMESPACE, 'default');
  expect(events()).toMatchObject([
    {
      metadata: { name: expect.stringMatching(/^default\.[0-9a-f]{16}$/) },
      type: 'Normal',
      reason: 'Testing',
      message: 'same',
      count: 2,
      eventTime: null,
      firstTimestamp: '2026-11-20T08:00:00Z',
      lastTimestamp: '2026-11-20T08:01:30Z',
      reportingComponent: 'tester',
      reportingInstance: 'node-1',
      source: SOURCE,
      involvedObject: {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: 'default',
        namespace: NAMESPACE,
        uid: account?.metadata.uid,
        fieldPath: 'spec.part',
      },
    },
  ]);
});

it('combines what is similar, and ignores who says too much', () => {
  for (let index = 1; index <= 12; index++) record(`number ${index}`);
  expect(events().map(({ message, count }) => [message, count])).toEqual([
    ...Array.from({ length: 9 }, (_, index) => [`number ${index + 1}`, 1]),
    ['(combined from similar events): number 12', 3],
  ]);
  for (let index = 13; index <= 100; index++) record(`number ${index}`);
  expect(events().at(-1)?.count).toBe(16);
  // One more is heard every five minutes.
  cluster.pass(301);
  record('later');
  record('and later');
  expect(events().at(-1)?.count).toBe(17);
});

it('forgets an event an hour after it was last seen', () => {
  record('once');
  record('again');
  cluster.pass(1800);
  record('again');
  cluster.pass(1800 + 61);
  expect(events().map(({ message }) => message)).toEqual(['again']);
  cluster.pass(1800);
  expect(events()).toEqual([]);
});

it('is silent while a long past is played', () => {
  recorder = new EventRecorder(cluster.api, () => true);
  record('old');
  expect(events()).toEqual([]);
});

it('expires events of others too', () => {
  cluster.api.create(
    kinds.events,
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'foreign', namespace: NAMESPACE },
      type: 'Normal',
      reason: 'Foreign',
      message: '',
      eventTime: null,
      firstTimestamp: null,
      lastTimestamp: null,
      involvedObject: { kind: 'Pod', name: 'web', namespace: NAMESPACE },
      reportingComponent: '',
      reportingInstance: '',
      source: {},
    },
    USER,
  );
  cluster.pass(3700);
  expect(events()).toEqual([]);
});
