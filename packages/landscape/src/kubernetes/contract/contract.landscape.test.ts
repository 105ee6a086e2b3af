import { startLandscapeCluster } from './__testUtils__/landscape-cluster';
import { describeKubernetesContract } from './contract';

jest.setTimeout(60_000);

const STEP = 500;

describeKubernetesContract('the landscape', async () => {
  const { cluster, clock, stop } = await startLandscapeCluster();
  return {
    target: {
      url: cluster.url,
      caPem: cluster.caPem,
      token: cluster.tokens.admin,
    },
    // The tests wait for what takes a real cluster half a minute.
    whileWaiting: () => clock.advance(STEP),
    forget: () => cluster.compact(),
    close: stop,
  };
});
