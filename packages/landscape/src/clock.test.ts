import fc from 'fast-check';
import { SimulatedClock } from './clock';

const START = Date.UTC(2026, 0, 1);

describe('SimulatedClock', () => {
  it('stands still until it is moved', () => {
    const clock = new SimulatedClock({ start: START });
    const task = jest.fn();
    clock.after(0, task);
    expect(clock.now()).toBe(START);
    expect(task).not.toHaveBeenCalled();

    clock.advance(0);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it('runs tasks at their time, in order of time and then of making', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { maxLength: 40 }),
        fc.nat(60),
        (delays, duration) => {
          const clock = new SimulatedClock({ start: START });
          const seen: Array<{ index: number; at: number }> = [];
          delays.forEach((delay, index) =>
            clock.after(delay, () => seen.push({ index, at: clock.now() })),
          );
          clock.advance(duration);
          const expected = delays
            .map((delay, index) => ({ index, at: START + delay }))
            .filter(({ at }) => at <= START + duration)
            .sort((a, b) => a.at - b.at || a.index - b.index);
          expect(seen).toEqual(expected);
          expect(clock.now()).toBe(START + duration);
        },
      ),
    );
  });

  it('settles what tasks add on the way', () => {
    const clock = new SimulatedClock({ start: START });
    const times: number[] = [];
    const again = () => {
      times.push(clock.now() - START);
      if (times.length < 4) clock.after(10, again);
    };
    clock.after(10, again);
    clock.advance(35);
    expect(times).toEqual([10, 20, 30]);
    clock.advance(5);
    expect(times).toEqual([10, 20, 30, 40]);
  });

  it('never runs a cancelled task, and runs the others when one throws', () => {
    const onError = jest.fn();
    const clock = new SimulatedClock({ start: START, onError });
    const cancelled = jest.fn();
    const other = jest.fn();
    const failure = new Error('no');
    clock.after(5, () => {
      timer.cancel();
      throw failure;
    });
    const timer = clock.after(6, cancelled);
    clock.after(7, other);
    clock.advance(10);
    expect(cancelled).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledWith(failure);
  });

  describe('tied to the computer', () => {
    beforeEach(() => {
      jest.useFakeTimers({ now: START + 1000 });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('catches up, then passes by itself', () => {
      const clock = new SimulatedClock({ start: START });
      const early = jest.fn();
      const late = jest.fn();
      clock.after(500, early);
      clock.after(3000, late);
      clock.run();
      expect(clock.now()).toBe(START + 1000);
      expect(early).toHaveBeenCalledTimes(1);

      jest.advanceTimersByTime(1999);
      expect(late).not.toHaveBeenCalled();
      jest.advanceTimersByTime(2);
      expect(late).toHaveBeenCalledTimes(1);
      clock.stop();
    });

    it('can be put forward, and keeps the difference', () => {
      const clock = new SimulatedClock({ start: START });
      clock.run();
      const task = jest.fn();
      clock.after(3_600_000, task);
      clock.advance(3_600_000);
      expect(task).toHaveBeenCalledTimes(1);
      jest.advanceTimersByTime(10);
      expect(clock.now()).toBe(START + 1000 + 3_600_000 + 10);
      clock.stop();
    });

    it('waits longer than one timer of the computer can', () => {
      const clock = new SimulatedClock({ start: START });
      clock.run();
      const month = 31 * 24 * 3_600_000;
      const task = jest.fn();
      clock.after(month, task);
      jest.advanceTimersByTime(month - 1);
      expect(task).not.toHaveBeenCalled();
      jest.advanceTimersByTime(2);
      expect(task).toHaveBeenCalledTimes(1);
      clock.stop();
    });

    it('lets others in between when tasks keep adding tasks for now', () => {
      const clock = new SimulatedClock({ start: START });
      clock.run();
      let runs = 0;
      const forever = () => {
        runs += 1;
        clock.after(0, forever);
      };
      clock.after(0, forever);
      jest.runOnlyPendingTimers();
      expect(runs).toBe(1);
      clock.stop();
    });
  });
});
