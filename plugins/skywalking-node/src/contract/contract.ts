/* eslint-disable jest/no-export, jest/valid-title -- run by the tests of each OAP */
import { lastOf, summarize, summarizeTogether } from '../metrics/figures';
import type { OapInstance, OapService } from '../metadata/readMetadata';
import type { Skywalking } from '../Skywalking';
import { isPartOf, serviceIdOf } from '../oap/ids';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A service of which one instance fails, on some OAP. */
export interface OapUnderTest {
  skywalking: Skywalking;
  service: string;
  /** What its failing instances are called, and the others. */
  canary: RegExp;
  release: RegExp;
  /** Minutes of which all is there. */
  from: number;
  to: number;
  stop(): Promise<void>;
}

/** What Pilothouse relies on, the same for the landscape and the real one. */
export function describeOap(
  name: string,
  start: () => Promise<OapUnderTest>,
): void {
  describe(name, () => {
    jest.setTimeout(120_000);

    let oap: OapUnderTest;
    let service: OapService;
    let instances: readonly OapInstance[];

    const window = (most?: number) =>
      oap.skywalking.windowOf({ from: oap.from, to: oap.to, most });

    beforeAll(async () => {
      oap = await start();
      const found = await oap.skywalking.findService(oap.service);
      if (!found) throw new Error(`There is no ${oap.service}`);
      service = found;
      instances = await oap.skywalking.listInstances(service, await window());
    }, 400_000);
    afterAll(() => oap?.stop());

    const ofInstances = (called: RegExp) =>
      instances
        .filter(each => called.test(each.name))
        .map(each => ({
          scope: 'ServiceInstance' as const,
          serviceName: service.name,
          serviceInstanceName: each.name,
        }));
    const search = {
      state: 'ALL',
      order: 'BY_START_TIME',
      limit: 20,
    } as const;
    const range = () => ({ from: oap.from, to: oap.to });

    it('finds a service by its very name, and no other', async () => {
      expect(service).toEqual({
        id: serviceIdOf(oap.service),
        name: oap.service,
        layer: 'GENERAL',
      });
      for (const other of [
        'no-such-service',
        oap.service.toUpperCase(),
        `${oap.service} `,
        '"){id}',
        '\u0000\u202e',
      ]) {
        expect(await oap.skywalking.findService(other)).toBeUndefined();
      }
    });

    it('lists instances with what their agents say of where they run', () => {
      expect(ofInstances(oap.canary).length).toBeGreaterThan(0);
      expect(ofInstances(oap.release).length).toBeGreaterThan(0);
      for (const { id, attributes } of instances) {
        expect(isPartOf(service.id, id)).toBe(true);
        expect(attributes.hostname).toBeTruthy();
      }
    });

    it('reads what a service does, minute by minute', async () => {
      const asked = await window();
      const [figures] = await oap.skywalking.readFigures(
        [{ scope: 'Service', serviceName: service.name }],
        asked,
      );
      expect(asked.step).toBe('MINUTE');
      for (const series of Object.values(figures)) {
        expect(series).toHaveLength(asked.times.length);
      }
      const { requestsPerMinute, successRate, apdex, average, ...percentiles } =
        summarize(figures);
      expect(requestsPerMinute).toBeGreaterThan(0);
      expect(successRate).toBeGreaterThan(0.1);
      expect(successRate).toBeLessThan(1);
      expect(apdex).toBeGreaterThan(0);
      expect(apdex).toBeLessThanOrEqual(1);
      expect(average).toBeGreaterThan(0);
      const { p50, p75, p90, p95, p99 } = percentiles;
      const inOrder = [p50, p75, p90, p95, p99];
      expect(inOrder).toEqual(
        inOrder.toSorted((a, b) => Number(a) - Number(b)),
      );
      expect(p99).toBeGreaterThan(0);
    });

    it('knows nothing of what there is not, which is not 0', async () => {
      const asked = await window();
      const [figures] = await oap.skywalking.readFigures(
        [{ scope: 'Service', serviceName: 'no-such-service' }],
        asked,
      );
      for (const series of Object.values(figures)) {
        expect(new Set(series)).toEqual(new Set([null]));
      }
    });

    it('tells the failing instances from the others', async () => {
      const asked = await window();
      const rateOf = async (called: RegExp) =>
        summarizeTogether(
          await oap.skywalking.readFigures(ofInstances(called), asked),
        ).successRate;
      const [canary, release] = [
        await rateOf(oap.canary),
        await rateOf(oap.release),
      ];
      expect(canary).toBeLessThan(0.98);
      expect(release).toBeGreaterThan(Number(canary));
    });

    it('takes any length of time in steps that it may ask for', async () => {
      // Durations are refused whatever they are for; weeks of what is there would take theirs.
      const entity = {
        scope: 'Service',
        serviceName: 'no-such-service',
      } as const;
      for (const [length, step] of [
        [499 * MINUTE, 'MINUTE'],
        [9 * HOUR, 'HOUR'],
        [20 * 24 * HOUR, 'HOUR'],
        [90 * 24 * HOUR, 'DAY'],
      ] as const) {
        const asked = await oap.skywalking.windowOf({
          from: oap.to - length,
          to: oap.to,
        });
        expect(asked.step).toBe(step);
        const [figures] = await oap.skywalking.readFigures([entity], asked);
        expect(figures.successRate).toHaveLength(asked.times.length);
      }
    });

    it('reads many things at once', async () => {
      const asked = await window(3);
      const entities = Array.from({ length: 60 }, () =>
        ofInstances(/./),
      ).flat();
      const all = await oap.skywalking.readFigures(
        entities.slice(0, 60),
        asked,
        { figures: ['requestsPerMinute'] },
      );
      expect(all).toHaveLength(60);
      expect(lastOf(all[0], 1)).toEqual(
        lastOf(all[ofInstances(/./).length] ?? all[0], 1),
      );
    });

    it.each([
      ['average', 'DES'],
      ['successRate', 'ASC'],
      ['requestsPerMinute', 'DES'],
    ] as const)('ranks endpoints by %s', async (figure, order) => {
      const asked = await window();
      const ranked = await oap.skywalking.rankEndpoints(
        service,
        { figure, order },
        asked,
        5,
      );
      expect(ranked.length).toBeGreaterThan(0);
      expect(ranked.length).toBeLessThanOrEqual(5);
      const figures = await oap.skywalking.readFigures(
        ranked.map(({ name: endpointName }) => ({
          scope: 'Endpoint',
          serviceName: service.name,
          endpointName,
        })),
        asked,
      );
      for (const [index, { id }] of ranked.entries()) {
        expect(isPartOf(service.id, id)).toBe(true);
        const { requestsPerMinute, p99 } = summarize(figures[index]);
        expect(requestsPerMinute).not.toBeNull();
        expect(p99).not.toBeNull();
      }
    });

    it('finds traces once each, the newest first, and says through which instance', async () => {
      const labelBy = instances
        .filter(each => oap.canary.test(each.name))
        .map(({ id }) => id);
      const { traces, hasMore, labelled } = await oap.skywalking.findTraces(
        service,
        { ...range(), ...search, labelBy },
      );
      expect(labelled).toBe(true);
      const told = new Set(traces.map(({ instanceId }) => instanceId));
      expect([...labelBy, undefined]).toEqual(
        expect.arrayContaining([...told]),
      );
      expect(told.size).toBeGreaterThan(1);
      expect(traces).toHaveLength(20);
      expect(hasMore).toBe(true);
      expect(new Set(traces.map(({ traceId }) => traceId)).size).toBe(20);
      const starts = traces.map(trace => trace.start);
      expect(starts).toEqual(starts.toSorted((a, b) => b - a));
      for (const { start: at, endpoints } of traces) {
        expect(at).toBeGreaterThanOrEqual(oap.from);
        expect(at).toBeLessThan(oap.to + 1_000);
        expect(endpoints.length).toBeGreaterThan(0);
      }
    });

    it('goes on where a page ends', async () => {
      const page = (skip: number) =>
        oap.skywalking.findTraces(service, { ...range(), ...search, skip });
      const [first, second] = [await page(0), await page(20)];
      const ids = [...first.traces, ...second.traces].map(
        ({ traceId }) => traceId,
      );
      expect(new Set(ids).size).toBe(ids.length);
      expect(second.traces.length).toBeGreaterThan(0);
    });

    it('finds the failed, the slow, those of an instance, and the one that was asked for', async () => {
      const find = (more: object) =>
        oap.skywalking.findTraces(service, { ...range(), ...search, ...more });
      const failed = await find({ state: 'ERROR' });
      expect(failed.traces.length).toBeGreaterThan(0);
      expect(failed.traces.every(({ isError }) => isError)).toBe(true);

      const slow = await find({ order: 'BY_DURATION' });
      const durations = slow.traces.map(({ duration }) => duration);
      expect(durations).toEqual(durations.toSorted((a, b) => b - a));
      const least = durations[3];
      const long = await find({ minDuration: least });
      expect(long.traces.every(({ duration }) => duration >= least)).toBe(true);

      const canaries = instances
        .filter(each => oap.canary.test(each.name))
        .map(({ id }) => id);
      const ofCanary = await find({ instanceIds: canaries });
      expect(ofCanary.traces.length).toBeGreaterThan(0);
      expect(canaries).toEqual(
        expect.arrayContaining(ofCanary.traces.map(each => each.instanceId)),
      );
      expect((await find({ instanceIds: [] })).traces).toEqual([]);

      const [{ traceId }] = failed.traces;
      const one = await find({ traceId });
      expect(one.traces.map(each => each.traceId)).toEqual([traceId]);
      expect(one.hasMore).toBe(false);
    });

    it.each(['"){', '\\u0000', "' or 1=1 --", '\u202e', '${jndi:x}'])(
      'takes the trace id %j for what it is: none',
      async traceId => {
        const { traces } = await oap.skywalking.findTraces(service, {
          ...range(),
          ...search,
          traceId,
        });
        expect(traces).toEqual([]);
      },
    );
  });
}
