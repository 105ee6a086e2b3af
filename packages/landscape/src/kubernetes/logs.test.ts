import { kinds } from './controllers/objects';
import {
  NAMESPACE,
  START,
  testCluster,
  USER,
  type TestCluster,
} from './controllers/testing/test-cluster';
import { followPodLog, parsePodLogOptions, readPodLog } from './logs';
import type { PodLogOptions } from './logs';
import type { PodRuntime } from './types';

// One line each second, on the second.
const runtime: PodRuntime = {
  logs: ({ container, from, to }) => {
    const lines = [];
    for (let time = Math.ceil(from / 1000) * 1000; time < to; time += 1000) {
      lines.push({ time, text: `${container} 第${(time - START) / 1000}秒` });
    }
    return lines;
  },
  usage: () => ({ cpuNanocores: 0, memoryBytes: 0 }),
};

let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster();
});

afterEach(() => cluster.stop());

function run(image = 'app:1', ...sidecars: string[]): void {
  cluster.api.create(
    kinds.pods,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: NAMESPACE },
      spec: {
        containers: [
          { name: 'app', image },
          ...sidecars.map(name => ({ name, image: 'sidecar:1' })),
        ],
      },
    },
    USER,
  );
}

function read(options: PodLogOptions = {}): string {
  const [pod] = cluster.pods();
  return readPodLog({ api: cluster.api, runtime }, pod, options);
}

function follow(options: PodLogOptions = {}) {
  const seen: string[] = [];
  let ended = false;
  const [pod] = cluster.pods();
  const stop = followPodLog({ api: cluster.api, runtime }, pod, options, {
    write: text => seen.push(text),
    end: () => {
      ended = true;
    },
  });
  return {
    stop,
    text: () => seen.join(''),
    get ended() {
      return ended;
    },
  };
}

const seconds = (first: number, last: number) =>
  Array.from(
    { length: last - first + 1 },
    (_, index) => `app 第${first + index}秒\n`,
  ).join('');

describe('readPodLog', () => {
  it('answers with what was written since the start', () => {
    run();
    cluster.pass(10);
    expect(read()).toBe(seconds(0, 9));
    expect(read({ tailLines: 2 })).toBe(seconds(8, 9));
    expect(read({ tailLines: 0 })).toBe('');
    expect(read({ sinceSeconds: 3 })).toBe(seconds(7, 9));
    expect(read({ sinceTime: START + 8500 })).toBe(seconds(9, 9));
    expect(read({ sinceTime: START + 5000, tailLines: 100 })).toBe(
      seconds(5, 9),
    );
    expect(read({ timestamps: true, tailLines: 1 })).toBe(
      '2026-11-20T08:00:09.000000000Z app 第9秒\n',
    );
  });

  it('cuts at the byte, but never through a character', () => {
    run();
    cluster.pass(10);
    expect(read({ limitBytes: 9 })).toBe('app 第0');
    expect(read({ limitBytes: 5 })).toBe('app ');
  });

  it('looks back as far as it must, and not beyond what a node keeps', () => {
    run();
    cluster.pass(14 * 24 * 3600);
    const asked = jest.spyOn(runtime, 'logs');
    expect(read({ tailLines: 500 }).split('\n')).toHaveLength(501);
    const reach = Math.min(...asked.mock.calls.map(([{ from }]) => from));
    expect(cluster.clock.now() - reach).toBeLessThan(3600_000);
    asked.mockRestore();
    expect(read().split('\n')).toHaveLength(12 * 3600 + 1);
  });

  it('knows the instance before', () => {
    run('app:1-crash');
    cluster.pass(1);
    expect(() => read({ previous: true })).toThrow(
      'previous terminated container "app" in pod "web" not found',
    );
    cluster.pass(7);
    const { lastState } =
      cluster.pods()[0].status?.containerStatuses?.[0] ?? {};
    const second = (time = '') => (Date.parse(time) - START) / 1000;
    const expected = seconds(
      second(lastState?.terminated?.startedAt),
      second(lastState?.terminated?.finishedAt),
    );
    // What waits to be started again has the log of its last instance, with and without being asked for it.
    expect(read({ previous: true })).toBe(expected);
    expect(read()).toBe(expected);
  });

  // In the words of the real servers.
  it.each<[string, string[], PodLogOptions, string]>([
    [
      'app:1',
      ['proxy'],
      {},
      'a container name must be specified for pod web, choose one of: [app proxy]',
    ],
    [
      'app:1',
      [],
      { container: 'nope' },
      'container nope is not valid for pod web',
    ],
    [
      'app:1-missing',
      [],
      {},
      'container "app" in pod "web" is waiting to start: trying and failing to pull image',
    ],
  ])('refuses %s %j %j', (image, sidecars, options, message) => {
    run(image, ...sidecars);
    cluster.pass(5);
    expect(() => read(options)).toThrow(message);
  });

  it('has nothing to say of a container that is being created, or of a pod without a node', () => {
    run();
    expect(read()).toBe('');
    cluster.pass(0);
    expect(() => read()).toThrow(
      'container "app" in pod "web" is waiting to start: ContainerCreating',
    );
  });

  it('reads the container that is asked for', () => {
    run('app:1', 'proxy');
    cluster.pass(5);
    expect(read({ container: 'proxy', tailLines: 1 })).toBe('proxy 第4秒\n');
  });
});

describe('followPodLog', () => {
  it('goes on until the pod is gone', () => {
    run();
    cluster.pass(5);
    const log = follow({ tailLines: 1 });
    expect(log.text()).toBe(seconds(4, 4));
    cluster.pass(3);
    expect(log.text()).toBe(seconds(4, 7));
    cluster.api.delete(kinds.pods, NAMESPACE, 'web');
    cluster.pass(3);
    expect(log.text()).toBe(seconds(4, 8));
    expect(log.ended).toBe(true);
  });

  it('ends with the container, and does not go on with its successor', () => {
    run('app:1-dies');
    cluster.pass(10);
    const log = follow();
    cluster.pass(60);
    expect(log.ended).toBe(true);
    const { text } = log;
    expect(text().startsWith(seconds(0, 21))).toBe(true);
    expect(text().length).toBeLessThan(seconds(0, 26).length);
  });

  it('stops when nobody listens any more, and at its limit', () => {
    run();
    cluster.pass(5);
    const log = follow();
    log.stop();
    const limited = follow({ limitBytes: 70 });
    cluster.pass(5);
    expect(log.text()).toBe(seconds(0, 4));
    expect(limited.text()).toBe(`${seconds(0, 4)}app 第5`);
    expect(limited.ended).toBe(true);
  });
});

describe('parsePodLogOptions', () => {
  const parse = (query: string) =>
    parsePodLogOptions('web', new URLSearchParams(query));

  it('reads a query', () => {
    expect(
      parse(
        'container=app&follow=true&previous=false&timestamps=1&tailLines=5&sinceTime=2026-11-20T08:00:00Z',
      ),
    ).toMatchObject({
      container: 'app',
      follow: true,
      previous: false,
      timestamps: true,
      tailLines: 5,
      sinceTime: START,
    });
  });

  it.each([
    [
      'tailLines=-5',
      'PodLogOptions "web" is invalid: tailLines: Invalid value: -5: must be greater than or equal to 0',
    ],
    [
      'limitBytes=0',
      'PodLogOptions "web" is invalid: limitBytes: Invalid value: 0: must be greater than 0',
    ],
    [
      'sinceSeconds=0',
      'PodLogOptions "web" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0',
    ],
    [
      'sinceSeconds=5&sinceTime=2026-01-01T00:00:00Z',
      'PodLogOptions "web" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
    ],
    ['tailLines=abc', 'strconv.ParseInt: parsing "abc": invalid syntax'],
  ])('refuses %s', (query, message) => {
    expect(() => parse(query)).toThrow(message);
  });
});
