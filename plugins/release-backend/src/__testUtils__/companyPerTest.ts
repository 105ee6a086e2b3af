import type { FakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { createCompany } from './company';
import { component, startRelease } from './startRelease';

type Release = Awaited<ReturnType<typeof startRelease>>;

/** A company of its own for each test of a file, and the plugin on it once the test has started it. */
export function companyPerTest() {
  let clusters: FakeClusters;
  let release: Release | undefined;

  beforeEach(() => {
    clusters = createCompany();
  });
  afterEach(async () => {
    await release?.stop();
    release = undefined;
  });

  return {
    get clusters(): FakeClusters {
      return clusters;
    },
    get release(): Release {
      if (!release) throw new Error('The test has not started the plugin');
      return release;
    },
    async start(
      options: Partial<Parameters<typeof startRelease>[0]> = {},
    ): Promise<void> {
      release = await startRelease({
        clusters,
        entities: [component('order-api')],
        ...options,
      });
    },
  };
}
