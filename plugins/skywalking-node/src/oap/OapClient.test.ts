import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { OapClient } from './OapClient';

jest.setTimeout(60_000);

const ANSWER = JSON.stringify({ data: { version: '10.1.0' } });

describe('many who ask one OAP', () => {
  let server: Server;
  let held: ServerResponse[];
  let oap: OapClient;

  /** An OAP that keeps everybody waiting until it is told to answer. */
  async function start(callMs?: number) {
    server = createServer((_, response) => held.push(response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    oap = new OapClient({
      instance: 'prod',
      name: 'SkyWalking prod',
      baseUrl: `http://127.0.0.1:${port}`,
      callMs,
    });
  }

  /** Questions that differ, or one of them would be asked for all. */
  function ask(person: string, count: number) {
    return Array.from({ length: count }, (_, index) =>
      oap.ask(
        {
          document: 'query Version { version }',
          variables: { asked: `${person} ${index}` },
          schema: z.object({ version: z.string() }),
        },
        { person },
      ),
    );
  }

  async function arrived(count: number) {
    while (held.length < count) await new Promise(r => setTimeout(r, 5));
  }

  function answerAll() {
    const waiting = held.splice(0);
    for (const response of waiting) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(ANSWER);
    }
    return waiting.length;
  }

  beforeEach(() => {
    held = [];
  });
  afterEach(async () => {
    await oap.close();
    server.closeAllConnections();
    server.close();
  });

  it('never ask more than sixteen questions at once, and keep a place for who has none', async () => {
    await start(20_000);
    const many = Promise.all(ask('user:default/li.wei', 40));
    await arrived(15);
    const [other] = ask('user:default/wang.fang', 1);
    await arrived(16);
    expect(held).toHaveLength(16);
    answerAll();
    await other;
    let answered = 15;
    while (answered < 40) {
      await arrived(1);
      expect(held.length).toBeLessThanOrEqual(15);
      answered += answerAll();
    }
    expect(await many).toHaveLength(40);
  });

  it('are all told in time when it does not answer, also those whose turn has not come', async () => {
    await start(2_000);
    const results = await Promise.allSettled([
      ...ask('user:default/li.wei', 20),
      ...ask('user:default/wang.fang', 5),
    ]);
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { name: 'SkywalkingError', instance: 'prod', fault: 'timeout' },
      });
    }
    expect(held.length).toBeLessThanOrEqual(16);
  });
});
