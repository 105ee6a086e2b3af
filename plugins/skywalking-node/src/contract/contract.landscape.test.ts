import {
  freePortBase,
  startLandscape,
  type SkyWalkingVersion,
} from '@pilothouse/landscape';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Skywalking } from '../Skywalking';
import { describeOap, type OapUnderTest } from './contract';

const MINUTE = 60_000;

async function start(version: SkyWalkingVersion): Promise<OapUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'skywalking-'));
  const landscape = await startLandscape({
    portBase: await freePortBase(),
    dataDir,
    skywalking: { version },
  });
  const answer = await fetch(
    `${landscape.consoleUrl}/api/services/order-api/version`,
    {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        cluster: 'prod-beijing',
        namespace: 'order',
        role: 'canary',
        version: '1.4.2-errors',
      }),
    },
  );
  if (!answer.ok) throw new Error(await answer.text());
  const isCanary = () =>
    landscape.world.placements
      .filter(({ id }) => id === 'prod/prod-beijing/order/order-api')
      .flatMap(each =>
        landscape.world.roster.readyAt(each, landscape.clock.now()),
      )
      .filter(({ role }) => role === 'canary')
      .every(({ image }) => image.includes(':1.4.2-errors'));
  while (!isCanary()) await new Promise(resolve => setTimeout(resolve, 200));
  landscape.clock.advance(30 * MINUTE);
  const clock = () => landscape.clock.now();
  const skywalking = new Skywalking({
    config: {
      name: 'prod',
      baseUrl: `${landscape.skywalking.url}/prod`,
      environments: ['prod'],
      serviceName: '{service}',
      timeout: 30_000,
    },
    clock,
  });
  const to = Math.floor(clock() / MINUTE) * MINUTE - 2 * MINUTE;
  return {
    skywalking,
    service: 'order-api',
    canary: /^order-api-canary-/,
    release: /^order-api-(?!canary-)/,
    from: to - 20 * MINUTE,
    to,
    async stop() {
      await skywalking.close();
      await landscape.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

for (const version of ['10.1', '8.7'] as const) {
  describeOap(`the landscape's SkyWalking ${version}`, () => start(version));
}
