import type { SignalApi } from '@backstage/plugin-signals-react';
import { SignalLink, signalLinkOf } from './SignalLink';

/** Signals that a test sends. */
function fakeSignals() {
  const listeners = new Map<string, Set<() => void>>();
  const signals: SignalApi = {
    subscribe(channel, onMessage) {
      const own = listeners.get(channel) ?? new Set();
      listeners.set(channel, own);
      const listener = () => onMessage(JSON.parse('{}'));
      own.add(listener);
      return { unsubscribe: () => own.delete(listener) };
    },
  };
  return {
    signals,
    send: (channel: string) => listeners.get(channel)?.forEach(tell => tell()),
    count: (channel: string) => listeners.get(channel)?.size ?? 0,
  };
}

describe('the link over which signals come', () => {
  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(() => jest.useRealTimers());

  it('is up while anything is heard, and tells when that changes', () => {
    const { signals, send } = fakeSignals();
    const link = new SignalLink(signals);
    const states: boolean[] = [];
    const leave = link.onChange(() => states.push(link.isUp));
    const stop = link.listenForBeats('beat');
    expect(link.isUp).toBe(false);
    send('beat');
    for (let beat = 0; beat < 5; beat++) {
      jest.advanceTimersByTime(10_000);
      send('beat');
    }
    expect(states).toEqual([true]);
    jest.advanceTimersByTime(24_999);
    expect(link.isUp).toBe(true);
    jest.advanceTimersByTime(1);
    expect(states).toEqual([true, false]);
    send('beat');
    expect(states).toEqual([true, false, true]);
    stop();
    leave();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is awaited until the first beat could have come, and once only', () => {
    const { signals, send } = fakeSignals();
    const link = new SignalLink(signals);
    const states: string[] = [];
    link.onChange(() => states.push(link.state));
    const stop = link.listenForBeats('beat');
    expect(link.state).toBe('awaited');
    jest.advanceTimersByTime(11_999);
    expect(states).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(states).toEqual(['down']);
    stop();
    link.listenForBeats('beat');
    expect(link.state).toBe('down');
    send('beat');
    jest.advanceTimersByTime(25_000);
    expect(states).toEqual(['down', 'up', 'down']);
  });

  it('is down after a sleep, though no timer has said so', () => {
    const { signals, send } = fakeSignals();
    const link = new SignalLink(signals);
    link.listenForBeats('beat');
    send('beat');
    jest.setSystemTime(60_000);
    expect(link.isUp).toBe(false);
  });

  it('tells who comes later when it goes down, too', () => {
    const { signals, send } = fakeSignals();
    const link = new SignalLink(signals);
    // A page is left for another one.
    const leave = link.onChange(() => {});
    link.listenForBeats('beat');
    send('beat');
    leave();
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(10_000);
    const states: boolean[] = [];
    const leaveAgain = link.onChange(() => states.push(link.isUp));
    jest.advanceTimersByTime(14_999);
    expect(states).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(states).toEqual([false]);
    leaveAgain();
  });

  it('tells of a change once: by the channel, or by going up', () => {
    const { signals, send } = fakeSignals();
    const link = new SignalLink(signals);
    const heard = jest.fn();
    const up = jest.fn();
    link.subscribe('a', heard);
    link.onChange(up);
    send('a');
    expect([heard.mock.calls.length, up.mock.calls.length]).toEqual([0, 1]);
    send('a');
    expect([heard.mock.calls.length, up.mock.calls.length]).toEqual([1, 1]);
  });

  it('listens for beats once, as long as anybody needs them', () => {
    const { signals, count } = fakeSignals();
    const link = signalLinkOf(signals);
    expect(signalLinkOf(signals)).toBe(link);
    const stops = [link.listenForBeats('beat'), link.listenForBeats('beat')];
    expect(count('beat')).toBe(1);
    stops[0]();
    expect(count('beat')).toBe(1);
    stops[1]();
    expect(count('beat')).toBe(0);
    link.listenForBeats('beat');
    expect(count('beat')).toBe(1);
  });
});
