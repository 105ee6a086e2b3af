import fc from 'fast-check';
import { Conditions } from './conditions';
import { placementsOn, repositoryOf, type Placement } from './placements';
import {
  REQUESTS_PER_VISIT,
  TrafficModel,
  dayCurve,
  type ServingPod,
} from './traffic';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Wednesday, midnight in Shanghai. */
const MIDNIGHT = Date.parse('2026-11-18T00:00:00+08:00');
const NOW = MIDNIGHT + 10 * HOUR;

const placements = placementsOn();

function placement(id: string): Placement {
  const found = placements.find(item => item.id === id);
  if (!found) throw new Error(`No placement ${id}`);
  return found;
}

const orderApi = placement('prod/prod-beijing/order/order-api');

function model() {
  const conditions = new Conditions();
  return { conditions, traffic: new TrafficModel({ seed: 1, conditions }) };
}

function pod(
  name: string,
  version: string,
  role: ServingPod['role'] = 'release',
): ServingPod {
  const image = `${repositoryOf(orderApi.service)}:${version}`;
  return { name, image, role, readySince: NOW - HOUR };
}

describe('dayCurve', () => {
  it('is quiet before dawn, busy before noon and at its top in the evening, in Shanghai', () => {
    const at = (hour: number) => dayCurve(MIDNIGHT + hour * HOUR);
    expect(at(5)).toBeLessThan(0.25);
    expect(at(11)).toBeGreaterThan(0.5);
    expect(at(21)).toBeGreaterThan(at(11));
    expect(at(18.2)).toBeLessThan(at(21));
  });

  it('has no jump, not even at midnight', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * 24 * 3600 }), second => {
        const time = MIDNIGHT + second * 1000;
        const step = Math.abs(dayCurve(time + 1000) - dayCurve(time));
        expect(step).toBeLessThan(0.001);
      }),
    );
  });

  it('is higher on a weekend', () => {
    const saturday = MIDNIGHT + 3 * 24 * HOUR + 21 * HOUR;
    expect(dayCurve(saturday)).toBeGreaterThan(dayCurve(MIDNIGHT + 21 * HOUR));
  });
});

describe('trafficAt', () => {
  it('answers the same for the same seed and instant, in any order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...placements),
        fc.integer({ min: 0, max: 30 * 24 * 3600 }),
        (target, second) => {
          const time = MIDNIGHT - second * 1000;
          const { requestsPerSecond } = model().traffic.trafficAt(target, time);
          expect(model().traffic.trafficAt(target, time)).toEqual({
            requestsPerSecond,
          });
          expect(requestsPerSecond).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('follows the graph of calls inwards', () => {
    const per = (name: string) => REQUESTS_PER_VISIT.get(name) ?? 0;
    expect(per('order-api')).toBeCloseTo(per('order-web') * 1.4);
    expect(per('product-api')).toBeCloseTo(
      per('storefront-bff') * 1.2 + per('search-api') * 0.4,
    );
  });

  it('has far more on prod than before it', () => {
    const { traffic } = model();
    const { requestsPerSecond: prod } = traffic.trafficAt(orderApi, NOW);
    const { requestsPerSecond: staging } = traffic.trafficAt(
      placement('staging/prod-beijing/order-staging/order-api'),
      NOW,
    );
    expect(prod).toBeGreaterThan(20 * staging);
  });
});

describe('podTraffic', () => {
  const release = [1, 2, 3, 4, 5, 6].map(n => pod(`order-api-${n}`, '1.4.0'));

  it('deals all of it out to the ready pods in equal parts', () => {
    const { traffic } = model();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), count => {
        const seen = traffic.podTraffic(orderApi, release.slice(0, count), NOW);
        const { requestsPerSecond } = traffic.trafficAt(orderApi, NOW);
        for (const item of seen) {
          expect(item.requestsPerSecond).toBeCloseTo(requestsPerSecond / count);
        }
      }),
    );
    expect(traffic.podTraffic(orderApi, [], NOW)).toEqual([]);
  });

  it.each([
    ['-errors', 'errorRatio'],
    ['-slow', 'p99'],
  ])('shows a bad canary (%s) in exactly its pods', (ending, number) => {
    const { traffic } = model();
    const canary = [1, 2].map(n =>
      pod(`order-api-canary-${n}`, `1.4.1${ending}`, 'canary'),
    );
    const before = traffic.podTraffic(
      orderApi,
      [...release, pod('a', '1.4.1', 'canary'), pod('b', '1.4.1', 'canary')],
      NOW,
    );
    const seen = traffic.podTraffic(orderApi, [...release, ...canary], NOW);
    expect(seen.slice(0, 6)).toEqual(before.slice(0, 6));
    const read = (index: number) =>
      number === 'p99' ? seen[index].latency.p99 : seen[index].errorRatio;
    const worst = Math.max(...release.map((_, index) => read(index)));
    expect(read(6)).toBeGreaterThan(3 * worst);
    expect(read(7)).toBeGreaterThan(3 * worst);
  });

  it('lets a leaking pod grow until it is full, and slow down', () => {
    const { traffic } = model();
    const leaking = pod('order-api-1', '1.4.1-leak');
    const at = (age: number) =>
      traffic.podTraffic(
        orderApi,
        [{ ...leaking, readySince: NOW - age }],
        NOW,
      )[0];
    const ages = [0, 1, 3, 5, 6].map(minutes => at(minutes * MINUTE));
    const memory = ages.map(item => item.memoryBytes);
    expect(memory).toEqual([...memory].sort((a, b) => a - b));
    expect(ages[4].latency.p99).toBeGreaterThan(2 * ages[0].latency.p99);
  });

  it('adds the conditions of the world for as long as they last', () => {
    const { traffic, conditions } = model();
    const p50 = (time: number) =>
      traffic.podTraffic(orderApi, release, time)[0].latency.p50;
    const usual = p50(NOW);
    conditions.add({
      service: 'order-api',
      cluster: 'prod-beijing',
      from: NOW,
      to: NOW + HOUR,
      extraLatencyMs: 500,
      errorRatio: 0,
    });
    expect(p50(NOW)).toBeCloseTo(usual + 500);
    expect(p50(NOW + HOUR)).toBeLessThan(usual + 100);
    const elsewhere = placement('prod/prod-shanghai/order/order-api');
    expect(
      traffic.podTraffic(elsewhere, release, NOW)[0].latency.p50,
    ).toBeLessThan(usual + 100);
  });
});
