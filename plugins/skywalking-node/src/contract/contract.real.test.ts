import { summarize } from '../metrics/figures';
import { Skywalking } from '../Skywalking';
import { describeOap, type OapUnderTest } from './contract';
import { sendTraffic } from './sendTraffic';

const MINUTE = 60_000;
const MINUTES = 15;
const PER_MINUTE = 12;

const { PILOTHOUSE_REAL_SKYWALKING_URL: url } = process.env;

/** Its minutes are counted when every one of them has requests. */
async function start(): Promise<OapUnderTest> {
  if (!url) throw new Error('PILOTHOUSE_REAL_SKYWALKING_URL is missing');
  const service = `pilothouse-contract-${Date.now()}`;
  const [release, canary] = [
    `${service}-7d9f8b6c5-k2x4p`,
    `${service}-canary-5f6d7c8b9-m8w2z`,
  ];
  const to = Math.floor(Date.now() / MINUTE) * MINUTE;
  const from = to - MINUTES * MINUTE;
  await sendTraffic(url, {
    service,
    release,
    canary,
    from,
    minutes: MINUTES,
    perMinute: PER_MINUTE,
  });
  const config = {
    name: 'real',
    baseUrl: url,
    environments: ['prod'],
    // Its storage takes its time over weeks.
    serviceName: '{service}',
    timeout: 30_000,
  };
  const isCounted = async () => {
    // Answers are kept for some seconds by each.
    const skywalking = new Skywalking({ config });
    try {
      const window = await skywalking.windowOf({ from, to });
      const [figures] = await skywalking.readFigures(
        [
          {
            scope: 'ServiceInstance',
            serviceName: service,
            serviceInstanceName: canary,
          },
        ],
        window,
      );
      const { requestsPerMinute } = summarize(figures);
      const known = await skywalking.findService(service);
      return known !== undefined && requestsPerMinute === PER_MINUTE / 4;
    } finally {
      await skywalking.close();
    }
  };
  const patience = Date.now() + 150_000;
  while (!(await isCounted())) {
    if (Date.now() > patience) throw new Error('The minutes are not counted');
    await new Promise(resolve => setTimeout(resolve, 1_000));
  }
  const skywalking = new Skywalking({ config });
  return {
    skywalking,
    service,
    canary: /-canary-/,
    release: /-7d9f8b6c5-/,
    from,
    to,
    stop: () => skywalking.close(),
  };
}

describeOap('a real SkyWalking 10.1', start);
