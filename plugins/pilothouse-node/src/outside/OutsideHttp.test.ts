import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OutsideError } from './OutsideError';
import { OutsideHttp, type OutsideRequest } from './OutsideHttp';

const SECRET = 'Bearer s3cret';
const stops: (() => Promise<unknown>)[] = [];

afterEach(() => Promise.all(stops.splice(0).map(stop => stop())));

/** A system outside that answers so. */
async function serve(answer: RequestListener) {
  let requests = 0;
  const server: Server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const http = new OutsideHttp({
    name: 'SkyWalking prod',
    baseUrl: `http://127.0.0.1:${port}/base/`,
    headers: { authorization: SECRET },
  });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  };
  stops.push(async () => {
    await http.close();
    if (server.listening) await stop();
  });
  const ask = (more: Partial<OutsideRequest> = {}) =>
    http.send({ path: '/ask', timeoutMs: 2_000, maxBytes: 1_000, ...more });
  return { http, ask, stop, requests: () => requests };
}

async function failure(asked: Promise<unknown>): Promise<OutsideError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OutsideError)) throw error ?? new Error('No failure');
  expect(JSON.stringify([error.message, { ...error }])).not.toContain('s3cret');
  return error;
}

describe('a system outside', () => {
  it('is asked below its base, with our headers', async () => {
    const seen: unknown[] = [];
    const { ask } = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        const { url, method, headers } = request;
        seen.push([
          url,
          method,
          headers.authorization,
          `${Buffer.concat(chunks)}`,
        ]);
        response.end('{"a":1}');
      });
    });
    const { status, text } = await ask({
      method: 'POST',
      query: { q: 'a b&c', none: undefined },
      body: { x: '"){' },
    });
    expect([status, text]).toEqual([200, '{"a":1}']);
    expect(seen).toEqual([
      ['/base/ask?q=a+b%26c', 'POST', SECRET, '{"x":"\\"){"}'],
    ]);
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [429, 'throttled'],
    [404, 'failed'],
    [500, 'failed'],
    [302, 'redirected'],
  ])('that answers %i is %s', async (status, fault) => {
    const { ask, requests } = await serve((_, response) => {
      response.writeHead(status, { location: '/base/elsewhere' });
      response.end('x'.repeat(10_000));
    });
    const error = await failure(ask());
    expect(error).toMatchObject({ fault, status });
    expect(error.body).toHaveLength(4_096);
    expect(requests()).toBe(1);
  });

  it('is not read beyond the bound', async () => {
    const { ask } = await serve((_, response) => {
      response.write('x'.repeat(1_001));
    });
    expect(await failure(ask())).toMatchObject({ fault: 'too-large' });
    const { ask: askMore } = await serve((_, response) => {
      response.end('x'.repeat(1_000));
    });
    expect((await askMore()).text).toHaveLength(1_000);
  });

  it('has a deadline, also for one that sends its answer by drops', async () => {
    const { ask } = await serve((_, response) => {
      response.write('x');
    });
    expect(await failure(ask({ timeoutMs: 50 }))).toMatchObject({
      fault: 'timeout',
      message: 'SkyWalking prod did not answer within 0.05 s',
    });
  });

  it('is left when nobody waits any more', async () => {
    const left = new AbortController();
    const { ask } = await serve(() => left.abort(new Error('gone')));
    await expect(ask({ signal: left.signal })).rejects.toThrow('gone');
    await expect(ask({ signal: left.signal })).rejects.toThrow('gone');
  });

  it('is left alone after five failures, and told so at once', async () => {
    const { ask, requests } = await serve(() => {});
    for (let n = 0; n < 5; n++) {
      expect(await failure(ask({ timeoutMs: 20 }))).toMatchObject({
        fault: 'timeout',
      });
    }
    expect(await failure(ask())).toMatchObject({ fault: 'open' });
    expect(requests()).toBe(5);
  });

  it('is not left alone for what one question takes', async () => {
    const { ask, requests } = await serve(({ url }, response) => {
      if (url?.includes('costly')) return;
      response.end('{}');
    });
    const costly = { path: '/costly', timeoutMs: 100 };
    for (let n = 0; n < 3; n++) {
      // Together they are one silence, and another question was answered meanwhile.
      const all = Array.from({ length: 6 }, () => failure(ask(costly)));
      await new Promise(resolve => setTimeout(resolve, 20));
      expect((await ask()).status).toBe(200);
      for (const { fault } of await Promise.all(all)) {
        expect(fault).toBe('timeout');
      }
    }
    expect((await ask()).status).toBe(200);
    expect(requests()).toBe(3 * 7 + 1);
  });

  it('is left alone when it is silent to all, who count as one', async () => {
    const { ask, requests } = await serve(() => {});
    const both = () =>
      Promise.all([1, 2].map(() => failure(ask({ timeoutMs: 30 }))));
    for (let n = 0; n < 5; n++) {
      for (const { fault } of await both()) expect(fault).toBe('timeout');
    }
    expect(await failure(ask())).toMatchObject({ fault: 'open' });
    expect(requests()).toBe(10);
  });

  it('is not given up for its errors', async () => {
    const { ask, requests } = await serve((_, response) => {
      response.writeHead(500).end();
    });
    for (let n = 0; n < 7; n++) await failure(ask());
    expect(requests()).toBe(7);
  });

  it('that is not there is unreachable', async () => {
    const { ask, stop } = await serve(() => {});
    await stop();
    expect(await failure(ask())).toMatchObject({ fault: 'unreachable' });
  });
});
