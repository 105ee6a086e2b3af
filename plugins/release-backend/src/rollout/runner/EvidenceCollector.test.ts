import { mockServices } from '@backstage/backend-test-utils';
import type { EvidenceReport } from '@pilothouse/plugin-release-common';
import type {
  EvidenceProvider,
  EvidenceRequest,
} from '@pilothouse/plugin-release-node';
import { EvidenceCollector } from './EvidenceCollector';

const SECOND = 1000;

const request: EvidenceRequest = {
  entityRef: 'component:default/shop',
  annotations: {},
  target: { environment: 'prod', cluster: 'a', namespace: 'shop' },
  name: 'shop',
  rolloutId: 'r1',
  image: 'r.test/shop:2',
  since: 0,
  canary: [],
  release: [],
};

const passing: EvidenceReport = {
  provider: 'somebody-else',
  verdict: 'pass',
  at: new Date(0).toISOString(),
  since: new Date(0).toISOString(),
  checks: [],
};

function collect(measure: EvidenceProvider['measure']) {
  const measured: string[] = [];
  const asked = jest.fn(measure);
  const collector = new EvidenceCollector({
    providers: [
      { id: 'mesh', measuresTraffic: async () => true, measure: asked },
    ],
    logger: mockServices.logger.mock(),
    now: () => 0,
    monotonic: () => Date.now(),
    onMeasured: id => measured.push(id),
  });
  const look = (stepIndex = 0) => {
    const [report] = collector.latest({ stepIndex, request });
    return report && { verdict: report.verdict, problem: report.problem };
  };
  const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);
  return { collector, asked, look, settle, measured };
}

describe('evidence of providers', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is unknown until it is measured, and measured once for all who look', async () => {
    const { collector, asked, look, settle, measured } = collect(
      async () => passing,
    );
    expect(look()).toMatchObject({
      verdict: 'unknown',
      problem: { code: 'not-measured-yet' },
    });
    look();
    await settle();
    expect(measured).toEqual(['r1']);
    expect(look()).toMatchObject({ verdict: 'pass' });
    // Nobody reports in the name of another one.
    expect(collector.latest({ stepIndex: 0, request })[0].provider).toBe(
      'mesh',
    );
    await settle(14 * SECOND);
    look();
    expect(asked).toHaveBeenCalledTimes(1);
    await settle(SECOND);
    look();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('begins anew with each step', async () => {
    const { asked, look, settle } = collect(async () => passing);
    look();
    await settle();
    expect(look(1)).toMatchObject({ verdict: 'unknown' });
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it.each<[string, EvidenceProvider['measure'], string]>([
    [
      'throws',
      () => {
        throw new Error('no mesh');
      },
      'no mesh',
    ],
    ['rejects', async () => Promise.reject(new Error('no mesh')), 'no mesh'],
    [
      'answers nonsense',
      async () => ({ ...passing, verdict: JSON.parse('"good"') }),
      'verdict',
    ],
  ])('is unknown when a provider %s', async (_, measure, message) => {
    const { look, settle } = collect(measure);
    look();
    await settle();
    expect(look()).toMatchObject({
      verdict: 'unknown',
      problem: {
        code: 'provider-failed',
        params: { message: expect.stringContaining(message) },
      },
    });
  });

  it('is unknown when a provider is silent, and asks it again', async () => {
    let silent = true;
    const { asked, look, settle } = collect((_, { signal }) =>
      silent
        ? new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason)),
          )
        : Promise.resolve(passing),
    );
    look();
    await settle(6 * SECOND);
    expect(look()).toMatchObject({
      verdict: 'unknown',
      problem: { code: 'provider-failed' },
    });
    silent = false;
    await settle(10 * SECOND);
    look();
    await settle();
    expect(look()).toMatchObject({ verdict: 'pass' });
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('is unknown when it was measured too long ago', async () => {
    let hangs = false;
    const { look, settle } = collect(() =>
      hangs ? new Promise(() => {}) : Promise.resolve(passing),
    );
    look();
    await settle();
    hangs = true;
    // The process stands still, and looks again much later.
    await settle(46 * SECOND);
    expect(look()).toMatchObject({
      verdict: 'unknown',
      problem: { code: 'measured-too-long-ago' },
    });
  });

  it('has nothing to say of what is none of its business', async () => {
    const { look, settle } = collect(async () => undefined);
    look();
    await settle();
    expect(look()).toBeUndefined();
  });

  it('stops what it asks about a rollout that is not ours any more', async () => {
    let given: AbortSignal | undefined;
    const { collector, look, settle, measured } = collect((_, { signal }) => {
      given = signal;
      return new Promise(() => {});
    });
    look();
    collector.close();
    await settle();
    expect(given?.aborted).toBe(true);
    expect(measured).toEqual([]);
  });
});
