import type { ServerResponse } from 'node:http';
import { answer, FakeApi, status } from '../__testUtils__/FakeApi';
import { noMetrics } from '../cluster/metrics';
import { ApiError, ConnectionError } from './ApiError';
import type { ApiRequest } from './ApiRequest';
import { ClusterConnection } from './ClusterConnection';
import type { ConnectionSettings } from './connectionSettings';

let api: FakeApi;
let connection: ClusterConnection;
let tokens: string[];
const watcher = {
  heard: jest.fn(),
  suspect: jest.fn(),
  refused: jest.fn(),
  accepted: jest.fn(),
};

const THING: ApiRequest = {
  method: 'GET',
  path: '/thing',
  purpose: 'list',
  timeoutMs: 5_000,
};
const BOUND = { maxBytes: 1_000 };

beforeEach(async () => {
  jest.clearAllMocks();
  api = await FakeApi.start();
  tokens = [];
  connection = new ClusterConnection({
    cluster: 'fake',
    metrics: noMetrics,
    refusedPauseMs: 60_000,
    watcher,
    settings: async () => {
      const token = `token-${tokens.length + 1}`;
      tokens.push(token);
      return {
        origin: api.url,
        prefix: '/k8s/clusters/c-1',
        rejectUnauthorized: true,
        token,
      };
    },
  });
});
afterEach(async () => {
  await connection.close();
  await api.stop();
});

const sent = () => api.received.map(({ authorization }) => authorization);

it('keeps its connections and its credential', async () => {
  api.handle = (_, response) => answer(response, 200, { ok: true });
  for (let turn = 0; turn < 5; turn++) {
    expect(await connection.json(THING, BOUND)).toEqual({ ok: true });
  }
  // A second one where the first had not quite finished.
  expect(api.connections).toBeLessThanOrEqual(2);
  expect(tokens).toHaveLength(1);
  expect(api.received[0].path).toBe('/k8s/clusters/c-1/thing');
  expect(watcher.heard).toHaveBeenCalledTimes(5);
});

it('renews a credential that is refused, once', async () => {
  api.handle = ({ authorization }, response) =>
    authorization === 'Bearer token-1'
      ? answer(response, 401, status(401))
      : answer(response, 200, {});
  await connection.json(THING, BOUND);
  await connection.json(THING, BOUND);
  expect(sent()).toEqual([
    'Bearer token-1',
    'Bearer token-2',
    'Bearer token-2',
  ]);
  expect(watcher.refused).not.toHaveBeenCalled();
});

it('gives up after that, and does not ask again for a while', async () => {
  api.handle = (_, response) => answer(response, 401, status(401));
  for (let turn = 0; turn < 5; turn++) {
    await expect(connection.json(THING, BOUND)).rejects.toMatchObject({
      code: 401,
    });
  }
  expect(sent()).toEqual(['Bearer token-1', 'Bearer token-2']);
  expect(watcher.refused).toHaveBeenCalledTimes(1);
});

it('does not take what a kubelet refuses for its own credential refused', async () => {
  api.handle = (_, response) => answer(response, 401, status(401));
  const log: ApiRequest = { ...THING, purpose: 'log' };
  await expect(connection.json(log, BOUND)).rejects.toThrow(ApiError);
  expect(watcher.refused).not.toHaveBeenCalled();
  expect(watcher.suspect).toHaveBeenCalled();

  api.handle = (_, response) => answer(response, 200, { ok: true });
  expect(await connection.json(THING, BOUND)).toEqual({ ok: true });
});

it('does not blame the cluster for a strategy that takes its time', async () => {
  let give: () => void = () => {};
  const slow = new ClusterConnection({
    cluster: 'slow',
    metrics: noMetrics,
    refusedPauseMs: 60_000,
    watcher,
    settings: async () => {
      await new Promise<void>(resolve => {
        give = resolve;
      });
      return { origin: api.url, prefix: '', rejectUnauthorized: true };
    },
  });
  api.handle = ({ path }, response) => {
    if (path === '/thing') answer(response, 200, { ok: true });
  };
  const hurried = { ...THING, timeoutMs: 300 };
  const asked = slow.json(hurried, BOUND);
  const giveUp = new AbortController();
  const givenUp = slow.json({ ...THING, signal: giveUp.signal }, BOUND);
  giveUp.abort();
  await expect(givenUp).rejects.toMatchObject({ sent: false });
  // As long as the deadline would have been, had it begun.
  const lost = connection.json({ ...hurried, path: '/lost' }, BOUND);
  await expect(lost).rejects.toThrow('no answer within 0.3 s');
  watcher.suspect.mockClear();
  give();
  expect(await asked).toEqual({ ok: true });
  expect(watcher.suspect).not.toHaveBeenCalled();
  await slow.close();
});

it('reads what came while this process was busy', async () => {
  api.handle = (_, response) => {
    const until = Date.now() + 120;
    while (Date.now() < until);
    answer(response, 200, { ok: true });
  };
  await expect(
    connection.json({ ...THING, timeoutMs: 60 }, BOUND),
  ).resolves.toEqual({ ok: true });
});

it('renews for many at once together', async () => {
  api.handle = ({ authorization }, response) =>
    authorization === 'Bearer token-1'
      ? answer(response, 401, status(401))
      : answer(response, 200, {});
  await Promise.all(
    Array.from({ length: 8 }, () => connection.json(THING, BOUND)),
  );
  expect(tokens).toHaveLength(2);
});

it('follows no redirect', async () => {
  api.handle = (_, response) =>
    answer(response, 302, {}, { location: 'http://169.254.169.254/' });
  await expect(connection.json(THING, BOUND)).rejects.toMatchObject({
    code: 302,
  });
  expect(api.received).toHaveLength(1);
});

it('reads no more than it wants to', async () => {
  api.handle = (_, response) => answer(response, 200, 'x'.repeat(2_000));
  await expect(connection.json(THING, BOUND)).rejects.toThrow(
    'it sent more than 1000 bytes',
  );
});

it('reads how long it is asked to wait', async () => {
  api.handle = (_, response) =>
    answer(response, 429, status(429, { reason: 'TooManyRequests' }), {
      'retry-after': '3',
    });
  await expect(connection.json(THING, BOUND)).rejects.toEqual(
    new ApiError({ code: 429, message: 'This is a 429' }),
  );
  await expect(connection.json(THING, BOUND)).rejects.toMatchObject({
    retryAfterMs: 3_000,
    reason: 'TooManyRequests',
  });
});

it('ends what takes too long, and says so', async () => {
  api.handle = () => {};
  await expect(
    connection.json({ ...THING, timeoutMs: 20 }, BOUND),
  ).rejects.toThrow('no answer within 0.02 s');
  expect(watcher.suspect).toHaveBeenCalledTimes(1);
});

it('ends a body that takes too long', async () => {
  api.handle = (_, response) => response.writeHead(200).write('{');
  await expect(
    connection.json({ ...THING, timeoutMs: 50 }, BOUND),
  ).rejects.toThrow('no answer within 0.05 s');
});

it('streams without a limit of time, and tells of every byte', async () => {
  let open: ServerResponse | undefined;
  api.handle = (_, response) => {
    open = response;
    response.writeHead(200).flushHeaders();
  };
  const body = await connection.stream({ ...THING, timeoutMs: 1_000 });
  const chunks = body[Symbol.asyncIterator]();
  open?.write('a');
  expect((await chunks.next()).value).toEqual(Buffer.from('a'));
  expect(watcher.heard).toHaveBeenCalledTimes(2);
  open?.destroy();
  await expect(chunks.next()).rejects.toThrow(ConnectionError);
  expect(watcher.suspect).toHaveBeenCalledTimes(1);
});

it('knows whether a body has left', async () => {
  api.handle = (_, response) => response.destroy();
  const write: ApiRequest = {
    ...THING,
    method: 'PATCH',
    body: { type: 'application/json', text: '{"a":"é"}' },
    purpose: 'write',
  };
  await expect(connection.json(write, BOUND)).rejects.toMatchObject({
    sent: true,
  });
  expect(api.received[0]).toMatchObject({
    body: '{"a":"é"}',
    contentType: 'application/json',
  });
  const nowhere = new ClusterConnection({
    cluster: 'nowhere',
    metrics: noMetrics,
    refusedPauseMs: 0,
    watcher,
    settings: async () => ({
      // Nothing listens on the port that was just given back.
      origin: 'http://127.0.0.1:1',
      prefix: '',
      rejectUnauthorized: true,
    }),
  });
  await expect(nowhere.json(write, BOUND)).rejects.toMatchObject({
    sent: false,
    message: 'the connection was refused',
  });
  await nowhere.close();
});

it('tells nothing secret when there is no credential', async () => {
  const broken = new ClusterConnection({
    cluster: 'broken',
    metrics: noMetrics,
    refusedPauseMs: 60_000,
    watcher,
    settings: async () => {
      throw new Error('STS said no to AKIA1234');
    },
  });
  await expect(broken.json(THING, BOUND)).rejects.toThrow('STS said no');
  expect(watcher.refused).toHaveBeenCalledWith(
    'No credentials could be got for it.',
  );
  await broken.close();
});

it('does not hold against a cluster what became of another at its place', async () => {
  const asked: {
    resolve: (settings: ConnectionSettings) => void;
    reject: (error: Error) => void;
  }[] = [];
  const moving = new ClusterConnection({
    cluster: 'moving',
    metrics: noMetrics,
    refusedPauseMs: 60_000,
    watcher,
    settings: () =>
      new Promise((resolve, reject) => asked.push({ resolve, reject })),
  });
  const settings = { origin: api.url, prefix: '', rejectUnauthorized: true };
  api.handle = (_, response) => answer(response, 200, { ok: true });
  const before = moving.json(THING, BOUND);
  await moving.reset();
  asked[0].reject(new Error('STS is down'));
  await expect(before).rejects.toMatchObject({ name: 'CredentialError' });
  expect(watcher.refused).not.toHaveBeenCalled();

  const late = moving.json(THING, BOUND);
  await moving.reset();
  asked[1].resolve({ ...settings, prefix: '/old' });
  // Nothing goes to where the cluster was.
  await expect(late).rejects.toMatchObject({ sent: false });
  expect(api.received).toEqual([]);

  const after = moving.json(THING, BOUND);
  asked[2].resolve(settings);
  expect(await after).toEqual({ ok: true });
  await moving.close();
});
