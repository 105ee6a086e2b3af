import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { LogLine } from '@pilothouse/plugin-release-common';
import { sendLines } from './sendLines';

const LONG = 'x'.repeat(32 * 1024);

describe('sendLines', () => {
  let ended: boolean;
  let asked: number;
  let over: AbortController;
  let response: ServerResponse;

  /** A log that never ends, and notes when it is let go of. */
  async function* endless(): AsyncGenerator<LogLine, void, void> {
    try {
      for (;;) {
        asked += 1;
        yield { text: LONG };
      }
    } finally {
      ended = true;
    }
  }

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    ended = false;
    asked = 0;
    over = new AbortController();
    // Without a socket, nobody reads.
    response = new ServerResponse(new IncomingMessage(new Socket()));
  });

  afterEach(() => jest.useRealTimers());

  const settle = () => new Promise(resolve => setImmediate(resolve));

  it('lets go of a reader who takes nothing for half a minute', async () => {
    const sent = sendLines(response, endless(), over.signal);
    await settle();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(ended).toBe(false);
    await jest.advanceTimersByTimeAsync(1_000);
    await sent;
    expect(ended).toBe(true);
    expect(response.destroyed).toBe(true);
    expect(asked).toBeLessThan(10);
  });

  it('does not wait for such a reader once it is over', async () => {
    const sent = sendLines(response, endless(), over.signal);
    await settle();
    over.abort();
    await sent;
    expect([ended, response.destroyed]).toEqual([true, true]);
  });

  it('leaves no listeners behind, however often it waited', async () => {
    const before = response.listenerCount('close');
    const sent = sendLines(response, endless(), over.signal);
    for (let wait = 0; wait < 20; wait += 1) {
      await settle();
      response.emit('drain');
      await settle();
      expect(response.listenerCount('drain')).toBeLessThanOrEqual(1);
      expect(response.listenerCount('close') - before).toBeLessThanOrEqual(1);
    }
    over.abort();
    await sent;
    expect(asked).toBeGreaterThan(5);
    expect(response.listenerCount('close')).toBe(before);
    expect(response.listenerCount('drain')).toBe(0);
  });
});
