import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { SignalApi } from '@backstage/plugin-signals-react';
import { act, renderHook, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { LiveBadge } from '../time/LiveBadge';
import { PilothouseQueryProvider } from './PilothouseQueryProvider';
import { useLiveQuery } from './useLiveQuery';

/** Long enough not to come between. */
const NEVER_MS = 3_600_000;

/** Signals that a test sends. */
class FakeSignals implements SignalApi {
  readonly channels: string[] = [];
  readonly #listeners = new Map<string, Set<(message: never) => void>>();

  readonly subscribe: SignalApi['subscribe'] = (channel, listener) => {
    this.channels.push(channel);
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    return {
      unsubscribe: () => {
        listeners.delete(listener);
        this.channels.splice(this.channels.indexOf(channel), 1);
      },
    };
  };

  send(channel: string) {
    for (const listener of this.#listeners.get(channel) ?? []) {
      listener({} as never);
    }
  }
}

/** A server that answers when the test says so. */
class FakeServer {
  asked = 0;
  readonly #waiting: Array<{
    resolve: (text: string) => void;
    reject: (error: Error) => void;
    signal: AbortSignal;
  }> = [];

  readonly ask = ({ signal }: { signal: AbortSignal }) => {
    this.asked++;
    return new Promise<string>((resolve, reject) => {
      this.#waiting.push({ resolve, reject, signal });
    });
  };

  get lastAborted() {
    return this.#waiting.at(-1)?.signal.aborted;
  }

  async answer(text: string) {
    await act(async () => this.#waiting.shift()?.resolve(text));
  }

  async fail(statusCode: number) {
    const error = Object.assign(new Error('no'), { statusCode });
    await act(async () => this.#waiting.shift()?.reject(error));
  }
}

function Show(props: {
  server: FakeServer;
  channels: string[];
  heartbeatMs?: number;
}) {
  const { data, error, live } = useLiveQuery({
    queryKey: ['thing'],
    queryFn: props.server.ask,
    channels: props.channels,
    heartbeatMs: props.heartbeatMs ?? NEVER_MS,
  });
  return (
    <p>
      {data ?? 'nothing yet'} {error?.message} <LiveBadge {...live} />
    </p>
  );
}

function Twice(props: { server: FakeServer }) {
  const [shown, setShown] = useState(true);
  return (
    <PilothouseQueryProvider>
      {shown && (
        <>
          <Show server={props.server} channels={['a', 'b']} />
          <Show server={props.server} channels={['b']} />
        </>
      )}
      <button onClick={() => setShown(false)}>Leave</button>
    </PilothouseQueryProvider>
  );
}

async function renderTwice() {
  const signals = new FakeSignals();
  const server = new FakeServer();
  renderInTestApp(<Twice server={server} />, {
    apis: [[signalApiRef, signals], mockApis.alert()],
  });
  await screen.findAllByText(/nothing yet/);
  await server.answer('first');
  await screen.findAllByText(/first/);
  return { signals, server };
}

function setVisibility(state: DocumentVisibilityState) {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

describe('useLiveQuery', () => {
  afterEach(() => jest.restoreAllMocks());

  it('asks at once when a signal comes, once for all who show it', async () => {
    const { signals, server } = await renderTwice();
    expect(server.asked).toBe(1);
    expect(signals.channels).toEqual(['a', 'b']);

    act(() => signals.send('b'));
    // Without a timer or a turn between.
    expect(server.asked).toBe(2);
    expect(screen.getAllByText(/first/)).toHaveLength(2);
    await server.answer('second');
    expect(await screen.findAllByText(/second/)).toHaveLength(2);
    expect(server.asked).toBe(2);
  });

  it('has one request in flight and one due, however many signals come', async () => {
    const { signals, server } = await renderTwice();
    act(() => signals.send('a'));
    act(() => {
      for (let i = 0; i < 50; i++) signals.send(i % 2 ? 'a' : 'b');
    });
    expect(server.asked).toBe(2);
    await server.answer('old');
    await waitFor(() => expect(server.asked).toBe(3));
    await server.answer('new');
    expect(await screen.findAllByText(/new/)).toHaveLength(2);
    expect(server.asked).toBe(3);
  });

  it('keeps what it knows while requests fail, and goes on with the next signal', async () => {
    const { signals, server } = await renderTwice();
    act(() => signals.send('a'));
    await server.fail(500);
    expect(await screen.findAllByText(/first no/)).toHaveLength(2);
    expect(screen.getAllByText(/reconnecting/)).toHaveLength(2);
    act(() => signals.send('a'));
    await server.answer('well');
    expect(await screen.findAllByText(/well/)).toHaveLength(2);
    expect(screen.getAllByText(/^live/)).toHaveLength(2);
  });

  it('asks nothing while hidden, and once when seen again', async () => {
    const { signals, server } = await renderTwice();
    setVisibility('hidden');
    act(() => {
      signals.send('a');
      signals.send('b');
    });
    expect(server.asked).toBe(1);
    setVisibility('visible');
    act(() => {
      window.dispatchEvent(new Event('online'));
      document.dispatchEvent(new Event('visibilitychange'));
    });
    expect(server.asked).toBe(2);
    await server.answer('caught up');
    expect(await screen.findAllByText(/caught up/)).toHaveLength(2);
    expect(server.asked).toBe(2);
  });

  it('gives up a request that hangs on a connection from before', async () => {
    const { signals, server } = await renderTwice();
    act(() => signals.send('a'));
    act(() => {
      window.dispatchEvent(new Event('online'));
    });
    expect(server.asked).toBe(3);
    await server.answer('too late');
    await server.answer('in time');
    expect(await screen.findAllByText(/in time/)).toHaveLength(2);
  });

  it('leaves nothing behind', async () => {
    const { signals, server } = await renderTwice();
    act(() => signals.send('a'));
    await userEvent.click(screen.getByRole('button', { name: 'Leave' }));
    expect(signals.channels).toEqual([]);
    expect(server.lastAborted).toBe(true);
    setVisibility('visible');
    expect(server.asked).toBe(2);
  });

  describe('while no signals arrive', () => {
    beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
    afterEach(() => jest.useRealTimers());

    function renderQuery() {
      const signals = new FakeSignals();
      const ask = jest.fn(async () => 'answer');
      const { result } = renderHook(
        () =>
          useLiveQuery({
            queryKey: ['quiet'],
            queryFn: ask,
            channels: ['a'],
            beatChannel: 'beat',
          }),
        {
          wrapper: ({ children }) => (
            <TestApiProvider apis={[[signalApiRef, signals]]}>
              <PilothouseQueryProvider>{children}</PilothouseQueryProvider>
            </TestApiProvider>
          ),
        },
      );
      const pass = (seconds: number) =>
        act(() => jest.advanceTimersByTimeAsync(seconds * 1_000));
      return { signals, ask, pass, live: () => result.current.live };
    }

    it('is not called live, and asks every ten seconds', async () => {
      const { ask, pass, live } = renderQuery();
      await pass(0);
      // Whether signals come is not known before the first could have.
      expect(live().status).toBe('settling');
      await pass(13);
      expect(live()).toMatchObject({ status: 'polling', everyMs: 10_000 });
      // A new screen asks more often while the signals plugin may connect.
      await pass(60);
      const asked = ask.mock.calls.length;
      await pass(60);
      expect(ask.mock.calls.length - asked).toBe(6);
      expect(live().status).toBe('polling');
    });

    it('asks at once when they do, and seldom as long as beats are heard', async () => {
      const { signals, ask, pass, live } = renderQuery();
      await pass(40);
      let asked = ask.mock.calls.length;
      act(() => signals.send('beat'));
      expect(ask.mock.calls.length - asked).toBe(1);
      await pass(0);
      expect(live()).toMatchObject({ status: 'live', everyMs: 15_000 });
      asked = ask.mock.calls.length;
      for (let beat = 0; beat < 6; beat++) {
        await pass(10);
        act(() => signals.send('beat'));
      }
      expect(ask.mock.calls.length - asked).toBe(4);
      expect(live().status).toBe('live');
      await pass(25);
      expect(live().status).toBe('polling');
    });
  });

  it('looks by itself where there are no signals, and says so', async () => {
    let asked = 0;
    renderInTestApp(
      <PilothouseQueryProvider>
        <Polled ask={async () => `answer ${++asked}`} />
      </PilothouseQueryProvider>,
    );
    expect(await screen.findByText(/answer 3/)).toHaveTextContent(/every/);
  });
});

function Polled(props: { ask: () => Promise<string> }) {
  const { data, live } = useLiveQuery({
    queryKey: ['polled'],
    queryFn: props.ask,
    channels: ['a'],
    heartbeatMs: 50,
  });
  return (
    <p>
      {data} <LiveBadge {...live} />
    </p>
  );
}
