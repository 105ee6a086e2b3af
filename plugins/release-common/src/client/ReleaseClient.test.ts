import fc from 'fast-check';
import type { LogLine } from '../model/details';
import { ReleaseClient } from './ReleaseClient';

const ENTITY = 'component:default/order-api';
const ID = 'prod/prod-beijing/order/order-api';
const NOW = '2026-11-21T04:10:00.000Z';

const encoder = new TextEncoder();

/** A body that comes in the given pieces, and then ends or stays. */
function body(
  pieces: readonly Uint8Array[],
  options: { open?: boolean; onCancel?: () => void } = {},
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < pieces.length) controller.enqueue(pieces[at++]);
      else if (!options.open) controller.close();
      else return new Promise(() => {});
      return undefined;
    },
    cancel: options.onCancel,
  });
}

function clientFor(
  answer: (url: string, init?: RequestInit) => Response | Promise<Response>,
) {
  const urls: string[] = [];
  const client = new ReleaseClient({
    discoveryApi: { getBaseUrl: async id => `https://portal.test/api/${id}` },
    fetchApi: {
      fetch: async (input, init) => {
        urls.push(String(input));
        return answer(String(input), init);
      },
    },
  });
  return { client, urls };
}

async function readAll(lines: AsyncIterable<LogLine>): Promise<LogLine[]> {
  const all: LogLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe('ReleaseClient', () => {
  it('asks the paths of the API, with everything in its place', async () => {
    const { client, urls } = clientFor(
      () => new Response('{}', { status: 200 }),
    );
    const request = { entityRef: ENTITY, workloadId: ID };
    const ask = [
      client.listWorkloads({ entityRef: ENTITY }),
      client.getWorkload(request),
      client.listPods(request),
      client.listRevisions(request),
      client.listEvents(request),
      client.getConfig(request),
      client.getFleet({ owned: true, since: 'a.b.1' }),
      client.getFleet({}),
      client.listClusters(),
    ];
    await Promise.allSettled(ask);
    const query = 'entityRef=component%3Adefault%2Forder-api';
    const one = `v1/workloads/${ID}`;
    expect(urls).toEqual(
      [
        `v1/workloads?${query}`,
        `${one}?${query}`,
        `${one}/pods?${query}`,
        `${one}/revisions?${query}`,
        `${one}/events?${query}`,
        `${one}/config?${query}`,
        'v1/fleet?owned=true&since=a.b.1',
        'v1/fleet',
        'v1/clusters',
      ].map(path => `https://portal.test/api/release/${path}`),
    );
  });

  it('gives answers as the schema has them', async () => {
    const answer = { pods: [], total: 0, now: NOW, surplus: 'dropped' };
    const { client } = clientFor(() => Response.json(answer));
    await expect(
      client.listPods({ entityRef: ENTITY, workloadId: ID }),
    ).resolves.toEqual({ pods: [], total: 0, now: NOW });
  });

  it('rejects with the error of the backend', async () => {
    const { client } = clientFor(() =>
      Response.json(
        {
          error: { name: 'NotFoundError', message: 'There is no such' },
          response: { statusCode: 404 },
        },
        { status: 404 },
      ),
    );
    await expect(
      client.listWorkloads({ entityRef: ENTITY }),
    ).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
      cause: { name: 'NotFoundError' },
    });
  });

  it.each([
    ['no JSON', '<html>', /no JSON/],
    ['another shape', '{"pods":[{"name":1}]}', /"pods.0.name"/],
  ])('rejects an answer of %s', async (_, text, message) => {
    const { client } = clientFor(() => new Response(text));
    const asked = client.listPods({ entityRef: ENTITY, workloadId: ID });
    await expect(asked).rejects.toMatchObject({
      name: 'UnexpectedAnswerError',
      message: expect.stringMatching(message),
    });
  });

  it('passes its abort signal on', async () => {
    const controller = new AbortController();
    const { client } = clientFor((_, init) => {
      init?.signal?.throwIfAborted();
      return Response.json({});
    });
    controller.abort();
    await expect(
      client.listWorkloads(
        { entityRef: ENTITY },
        { signal: controller.signal },
      ),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('logs', () => {
  const request = { entityRef: ENTITY, workloadId: ID, pod: 'order-api-1' };
  const END: LogLine = { end: { code: 'container-ended', params: {} } };

  it('asks with what the reader chose', async () => {
    const { client, urls } = clientFor(() => new Response(''));
    const lines = client.readLogs({
      ...request,
      container: 'order-api',
      follow: true,
      tailLines: 100,
    });
    await readAll(lines);
    expect(urls).toEqual([
      `https://portal.test/api/release/v1/workloads/${ID}/pods/order-api-1/logs?entityRef=component%3Adefault%2Forder-api&container=order-api&follow=true&tailLines=100`,
    ]);
  });

  it('reads lines however the network cuts them', async () => {
    const lines: LogLine[] = [
      { at: NOW, text: 'started 启动 🚢' },
      { text: '{"json":"in\\n json"}' },
      { text: 'x'.repeat(5000), cut: true },
    ];
    const bytes = encoder.encode(
      [...lines, END].map(line => `${JSON.stringify(line)}\r\n\n`).join(''),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(bytes.length), { maxLength: 30 }),
        async cuts => {
          const borders = [0, ...cuts.sort((a, b) => a - b), bytes.length];
          const pieces = borders
            .slice(1)
            .map((border, index) => bytes.slice(borders[index], border));
          const { client } = clientFor(() => new Response(body(pieces)));
          expect(await readAll(client.readLogs(request))).toEqual([
            ...lines,
            END,
          ]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('says so when the log was cut on the way', async () => {
    const { client } = clientFor(() => new Response('{"text":"one"}\n'));
    expect(await readAll(client.readLogs(request))).toEqual([
      { text: 'one' },
      { end: { code: 'connection-lost', params: {} } },
    ]);
  });

  it('ends the stream when the reader stops', async () => {
    const onCancel = jest.fn();
    const pieces = [encoder.encode('{"text":"one"}\n{"text":"two"}\n')];
    const { client } = clientFor(
      () => new Response(body(pieces, { open: true, onCancel })),
    );
    for await (const line of client.readLogs(request)) {
      expect(line).toEqual({ text: 'one' });
      break;
    }
    expect(onCancel).toHaveBeenCalled();
  });

  it('takes no line without end', async () => {
    const piece = encoder.encode('x'.repeat(64 * 1024));
    const { client } = clientFor(
      () => new Response(body(Array.from({ length: 9 }, () => piece))),
    );
    await expect(readAll(client.readLogs(request))).rejects.toThrow(/too long/);
  });

  it('takes no line of another shape', async () => {
    const { client } = clientFor(() => new Response('{"line":"one"}\n'));
    await expect(readAll(client.readLogs(request))).rejects.toMatchObject({
      name: 'UnexpectedAnswerError',
    });
  });
});
