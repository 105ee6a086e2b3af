import { mockServices } from '@backstage/backend-test-utils';
import type { SignalPayload } from '@backstage/plugin-signals-node';
import { BEAT_CHANNEL } from '@pilothouse/plugin-release-common';
import { ChangeSignals } from './ChangeSignals';

const ORDER = 'component:default/order-api';
const PAYMENT = 'component:default/payment-api';
const WANG = 'user:default/wang.fang';
const LI = 'user:default/li.wei';
const MINUTE = 60_000;

describe('ChangeSignals', () => {
  let published: SignalPayload[];
  let beats: SignalPayload[];
  let fleetIsAnotherTo: string[];
  let signals: ChangeSignals;

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    published = [];
    beats = [];
    fleetIsAnotherTo = [WANG, LI];
    signals = new ChangeSignals({
      signals: {
        publish: async signal => {
          (signal.channel === BEAT_CHANNEL ? beats : published).push(signal);
        },
      },
      logger: mockServices.logger.mock(),
      clock: Date.now,
      fleetChanged: () => new Set(fleetIsAnotherTo),
    });
  });

  afterEach(() => {
    signals.stop();
    jest.useRealTimers();
  });

  const channels = () => published.map(({ channel }) => channel);

  it('tells those who look, at once, and nobody else', () => {
    signals.viewed(ORDER, WANG);
    signals.viewed(ORDER, LI);
    signals.viewed(PAYMENT, WANG);
    signals.changed(new Set([ORDER]));
    expect(published).toEqual([
      {
        channel: `release:${ORDER}`,
        recipients: { type: 'user', entityRef: [WANG, LI] },
        message: { at: '1970-01-01T00:00:00.000Z' },
      },
    ]);
  });

  it('tells a burst twice: its beginning and its end', () => {
    signals.viewed(ORDER, WANG);
    for (let change = 0; change < 10; change += 1) {
      signals.changed(new Set([ORDER]));
    }
    expect(published).toHaveLength(1);
    jest.advanceTimersByTime(20);
    expect(published).toHaveLength(2);
    jest.advanceTimersByTime(1000);
    expect(published).toHaveLength(2);
  });

  it('tells of the fleet four times a second, to whom it is another', () => {
    signals.fleetViewed(WANG);
    for (let ms = 0; ms < 1000; ms += 10) {
      signals.changed(new Set([ORDER]));
      jest.advanceTimersByTime(10);
    }
    expect(channels()).toEqual(Array(5).fill('release:fleet'));
    for (const { recipients } of published) {
      expect(recipients).toEqual({ type: 'user', entityRef: [WANG] });
    }
    fleetIsAnotherTo = [LI];
    jest.advanceTimersByTime(1000);
    signals.changed(new Set([ORDER]));
    expect(published).toHaveLength(5);
  });

  it('tells everybody when a cluster stands otherwise', () => {
    signals.viewed(ORDER, WANG);
    signals.viewed(PAYMENT, LI);
    signals.everythingChanged();
    expect(channels()).toEqual([`release:${ORDER}`, `release:${PAYMENT}`]);
  });

  it('forgets who has not asked for ten minutes', () => {
    signals.viewed(ORDER, WANG);
    signals.fleetViewed(WANG);
    jest.advanceTimersByTime(5 * MINUTE);
    signals.viewed(ORDER, LI);
    jest.advanceTimersByTime(5 * MINUTE);
    signals.prune();
    signals.changed(new Set([ORDER]));
    expect(published).toMatchObject([{ recipients: { entityRef: [LI] } }]);
    jest.advanceTimersByTime(5 * MINUTE);
    signals.prune();
    signals.changed(new Set([ORDER]));
    expect(published).toHaveLength(1);
  });

  it('tells of details only those who look at the entity', () => {
    signals.viewed(ORDER, WANG);
    signals.fleetViewed(LI);
    signals.detailsChanged(new Set([ORDER, PAYMENT]));
    jest.advanceTimersByTime(1000);
    expect(channels()).toEqual([`release:${ORDER}`]);
  });

  describe('beats', () => {
    const toBeat = () => beats.map(({ recipients }) => recipients);

    it('are heard by all who look, each once, and by nobody else', () => {
      signals.viewed(ORDER, WANG);
      signals.viewed(PAYMENT, WANG);
      signals.fleetViewed(LI);
      signals.beat();
      expect(toBeat()).toEqual([{ type: 'user', entityRef: [WANG, LI] }]);
      jest.advanceTimersByTime(MINUTE);
      signals.viewed(ORDER, LI);
      beats = [];
      signals.beat();
      expect(toBeat()).toEqual([{ type: 'user', entityRef: [LI] }]);
      jest.advanceTimersByTime(MINUTE);
      beats = [];
      signals.beat();
      expect(beats).toEqual([]);
    });

    it('come soon to who is new', () => {
      signals.viewed(ORDER, WANG);
      signals.fleetViewed(LI);
      expect(beats).toEqual([]);
      jest.advanceTimersByTime(2_000);
      expect(toBeat()).toEqual([{ type: 'user', entityRef: [WANG, LI] }]);
      signals.viewed(PAYMENT, WANG);
      jest.advanceTimersByTime(10_000);
      expect(beats).toHaveLength(1);
    });
  });

  it('harms nothing when a signal cannot be sent', async () => {
    const logger = mockServices.logger.mock();
    const broken = new ChangeSignals({
      signals: { publish: async () => Promise.reject(new Error('no bus')) },
      logger,
      clock: Date.now,
      fleetChanged: () => new Set<string>(),
    });
    broken.viewed(ORDER, WANG);
    broken.changed(new Set([ORDER]));
    await jest.advanceTimersByTimeAsync(0);
    expect(logger.warn).toHaveBeenCalled();
    broken.stop();
  });
});
