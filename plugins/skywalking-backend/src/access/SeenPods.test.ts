import { SeenPods } from './SeenPods';

const MINUTE = 60_000;
const named = (...names: string[]) => names.map(name => ({ name }));

describe('pods that were seen', () => {
  let now: number;
  let seen: SeenPods;

  beforeEach(() => {
    now = 1_795_000_000_000;
    seen = new SeenPods(() => now);
  });

  it('are known for ten minutes after they are gone', () => {
    expect(seen.note('order', named('a', 'b'))).toEqual(named('a', 'b'));
    now += 6 * MINUTE;
    expect(seen.note('order', named('b', 'c'))).toEqual(named('a', 'b', 'c'));
    now += 5 * MINUTE;
    expect(seen.note('order', named('c'))).toEqual(named('b', 'c'));
    now += 11 * MINUTE;
    expect(seen.note('order', [])).toEqual([]);
  });

  it('are known where they were seen, and nowhere else', () => {
    seen.note('order', named('a'));
    expect(seen.note('payment', named('b'))).toEqual(named('b'));
  });

  it('are the newest two thousand', () => {
    const many = Array.from({ length: 2_500 }, (_, index) => `pod-${index}`);
    const known = seen.note('order', named(...many));
    expect(known).toEqual(named(...many.slice(500)));
  });
});
