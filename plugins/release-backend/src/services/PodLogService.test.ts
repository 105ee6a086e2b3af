import { NotAllowedError } from '@backstage/errors';
import type { PodLogEnd, PodLogLine } from '@pilothouse/plugin-clusters-node';
import { FakeCluster } from '@pilothouse/plugin-clusters-node/testUtils';
import type { LogLine } from '@pilothouse/plugin-release-common';
import { deployment, pod, replicaSet } from '../__testUtils__/objects';
import type { EntityBinding } from '../entity/bindEntity';
import { PodLogService, type LogReader } from './PodLogService';
import type { PodHold } from './WorkloadService';

const CHECK = 30_000;

describe('PodLogService', () => {
  const cluster = new FakeCluster('prod');
  const binding = {
    entityRef: 'component:default/x',
    owners: [],
    problems: [],
  };
  const made = pod(
    replicaSet(deployment({ name: 'order-api' })),
    'order-api-1',
  );
  let logs: PodLogService;
  let check: jest.Mock<Promise<EntityBinding>, []>;
  let hold: PodHold;
  let gone: AbortController;

  /** A log that says one line, and then nothing until it is aborted. */
  async function* silent(request: {
    signal: AbortSignal;
  }): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    yield { text: 'one' };
    request.signal.throwIfAborted();
    await new Promise<void>((_, reject) => {
      request.signal.addEventListener('abort', () =>
        reject(request.signal.reason),
      );
    });
    return 'container-ended';
  }

  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(cluster, 'readPodLog').mockImplementation(silent);
    check = jest.fn(async () => binding);
    hold = 'owned';
    gone = new AbortController();
    logs = new PodLogService({
      workloads: {
        openPod: async () => ({
          cluster,
          namespace: 'order',
          pod: made,
          mainContainer: 'order-api',
        }),
        holdOnPod: async () => hold,
      },
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  async function open(key = 'user:default/wang.fang', follow = true) {
    const reader: LogReader = {
      key,
      check: () => check(),
      signal: gone.signal,
    };
    const request = { workloadId: 'a/b/c/d', pod: 'order-api-1', follow };
    const { lines } = await logs.open(binding, request, reader);
    return lines;
  }

  const end = (code: string): LogLine => ({ end: { code, params: {} } });

  it('asks the cluster for what the reader chose', async () => {
    const lines = await open();
    await lines.next();
    expect(cluster.readPodLog).toHaveBeenCalledWith(
      expect.objectContaining({
        namespace: 'order',
        pod: 'order-api-1',
        container: 'order-api',
        follow: true,
        tailLines: 500,
      }),
    );
    await lines.return();
  });

  it('asks every half minute whether the reader still may, and ends when not', async () => {
    const lines = await open();
    expect(await lines.next()).toEqual({ done: false, value: { text: 'one' } });
    const next = lines.next();
    await jest.advanceTimersByTimeAsync(2 * CHECK);
    expect(check).toHaveBeenCalledTimes(2);
    check.mockRejectedValue(new NotAllowedError('not any more'));
    await jest.advanceTimersByTimeAsync(CHECK);
    expect(await next).toEqual({ done: false, value: end('revoked') });
    expect((await lines.next()).done).toBe(true);
    await jest.advanceTimersByTimeAsync(10 * CHECK);
    expect(check).toHaveBeenCalledTimes(3);
  });

  it.each([
    ['lost', 'revoked'],
    ['gone', 'container-ended'],
  ] as const)(
    'ends within a minute when the pod is %s to the workload',
    async (held, code) => {
      const lines = await open();
      await lines.next();
      const next = lines.next();
      await jest.advanceTimersByTimeAsync(CHECK);
      hold = held;
      await jest.advanceTimersByTimeAsync(CHECK);
      expect(await next).toEqual({ done: false, value: end(code) });
      expect((await lines.next()).done).toBe(true);
    },
  );

  it('tells nothing that came before the end and was not told', async () => {
    const returned = jest.fn();
    jest.mocked(cluster.readPodLog).mockImplementation(async function* many() {
      try {
        for (;;) yield { text: 'more' };
      } finally {
        returned();
      }
    });
    const lines = await open();
    await lines.next();
    hold = 'lost';
    await jest.advanceTimersByTimeAsync(CHECK);
    expect(await lines.next()).toEqual({ done: false, value: end('revoked') });
    expect((await lines.next()).done).toBe(true);
    expect(returned).toHaveBeenCalled();
  });

  it.each([
    ['read', false, 90_000],
    ['followed', true, 65 * 60_000],
  ])('ends for who has not taken a log that is %s', async (_, follow, ms) => {
    const lines = await open(undefined, follow);
    await lines.next();
    await jest.advanceTimersByTimeAsync(ms);
    expect(await lines.next()).toEqual({ done: false, value: end('limit') });
    expect((await lines.next()).done).toBe(true);
  });

  it('lets one person follow four on one cluster, and read others', async () => {
    const followed = await Promise.all(Array.from({ length: 4 }, () => open()));
    await expect(open()).rejects.toMatchObject({
      statusCode: 429,
      message: expect.stringMatching(/4 logs followed on prod/),
    });
    const read = await open(undefined, false);
    const other = await open('user:default/li.wei');
    for (const lines of [...followed, read, other]) await lines.next();
    await followed[0].return();
    const again = await open();
    await again.next();
    gone.abort();
    for (const lines of [...followed, read, other, again]) {
      await lines.return().catch(() => {});
    }
  });

  it('ends within a minute when nobody answers whether the reader may', async () => {
    const lines = await open();
    await lines.next();
    const next = lines.next();
    await jest.advanceTimersByTimeAsync(CHECK);
    check.mockImplementation(() => new Promise(() => {}));
    await jest.advanceTimersByTimeAsync(2 * CHECK - 1);
    expect(check).toHaveBeenCalledTimes(2);
    const early = Symbol('early');
    expect(await Promise.race([next, Promise.resolve(early)])).toBe(early);
    await jest.advanceTimersByTimeAsync(1);
    expect(await next).toEqual({ done: false, value: end('revoked') });
    expect((await lines.next()).done).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('takes a late answer for what was so when it was asked for', async () => {
    const lines = await open();
    await lines.next();
    const next = lines.next();
    let answer = (_: EntityBinding) => {};
    check.mockImplementation(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    await jest.advanceTimersByTimeAsync(CHECK + 25_000);
    answer(binding);
    // Asked again half a minute after the answer, and a minute after the question that was answered it is over.
    await jest.advanceTimersByTimeAsync(35_000);
    expect(await next).toEqual({ done: false, value: end('revoked') });
  });

  it('bears that it cannot be asked, but not for long', async () => {
    const lines = await open();
    await lines.next();
    const next = lines.next();
    check
      .mockRejectedValueOnce(new Error('busy'))
      .mockRejectedValueOnce(new Error('busy'))
      .mockResolvedValueOnce(binding)
      .mockRejectedValue(new Error('gone'));
    // At 30, 40 and 50 s; confirmed then, at 80, 90, 100 s, and at 110 s a minute is over.
    await jest.advanceTimersByTimeAsync(109_999);
    expect(check).toHaveBeenCalledTimes(6);
    await jest.advanceTimersByTimeAsync(1);
    expect(await next).toMatchObject({ value: end('revoked') });
  });

  it('does not ask while nobody follows', async () => {
    const lines = await open(undefined, false);
    await lines.next();
    await jest.advanceTimersByTimeAsync(2 * CHECK);
    expect(check).not.toHaveBeenCalled();
    gone.abort();
    await expect(lines.next()).rejects.toThrow();
  });

  it('lets one person have ten open, and gives back what was closed', async () => {
    const opened = await Promise.all(
      Array.from({ length: 10 }, () => open(undefined, false)),
    );
    for (const lines of opened) await lines.next();
    await expect(open(undefined, false)).rejects.toMatchObject({
      name: 'TooManyRequestsError',
      statusCode: 429,
    });
    const other = await open('user:default/li.wei');
    expect((await other.next()).value).toEqual({ text: 'one' });
    await opened[0].return();
    await opened[0].return();
    const again = await open(undefined, false);
    await again.next();
    await expect(open(undefined, false)).rejects.toThrow(/10 logs/);
    gone.abort();
    for (const lines of [...opened, other, again]) {
      await lines.return().catch(() => {});
    }
  });

  it('does not take the portal’s own refusal for the reader’s', async () => {
    jest
      .mocked(cluster.readPodLog)
      .mockImplementation(async function* refused() {
        yield* [];
        throw new NotAllowedError('no get pods/log');
      });
    const lines = await open();
    await expect(lines.next()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/may not read logs on prod/),
    });
  });
});
