import { createFakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { fleetSchema } from '@pilothouse/plugin-release-common';
import { eventually } from './__testUtils__/eventually';
import { deployment, place } from './__testUtils__/objects';
import { component, startRelease } from './__testUtils__/startRelease';

const SERVICES = 500;
const ENVIRONMENTS = ['dev', 'test', 'staging', 'prod'];
const PODS = 3;
const ROUNDS = 9;

/** Wide, because tests share their machine: what is measured here takes a tenth of it. */
const FIRST_WITHIN_MS = 2_500;
const CHANGES_WITHIN_MS = 100;
const SIGNAL_WITHIN_MS = 1_000;
const MAX_BYTES = 600_000;

const nameOf = (service: number) => `service-${service}`;

/** A cluster per environment, and every service on each, with its pods. */
function createClusters() {
  const clusters = createFakeClusters(...ENVIRONMENTS);
  for (const environment of ENVIRONMENTS) {
    for (let service = 0; service < SERVICES; service += 1) {
      place(clusters.cluster(environment), {
        name: nameOf(service),
        replicas: PODS,
      });
    }
  }
  return clusters;
}

describe('the fleet of a big company', () => {
  it('is told in time over HTTP, and after that only its changes', async () => {
    const clusters = createClusters();
    const release = await startRelease({
      clusters,
      entities: Array.from({ length: SERVICES }, (_, service) =>
        component(nameOf(service)),
      ),
      pilothouse: {
        environments: ENVIRONMENTS.map(name => ({ name, clusters: [name] })),
      },
    });
    const ask = async (query = '') => {
      const started = performance.now();
      const { text } = await release.get(`fleet${query}`).expect(200);
      const took = performance.now() - started;
      return {
        took,
        bytes: text.length,
        fleet: fleetSchema.parse(JSON.parse(text)),
      };
    };

    const first = await ask();
    expect(first.fleet.services).toHaveLength(SERVICES);
    for (const { cells } of first.fleet.services) {
      expect(cells.map(({ environment }) => environment)).toEqual(ENVIRONMENTS);
    }
    expect(first.took).toBeLessThan(FIRST_WITHIN_MS);
    expect(first.bytes).toBeLessThan(MAX_BYTES);

    let { cursor } = first.fleet;
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      release.published.length = 0;
      const changedAt = performance.now();
      clusters
        .cluster('prod')
        .put(
          'deployments',
          deployment({ name: nameOf(round), replicas: PODS, ready: round % 3 }),
        );
      await eventually(() => expect(release.published).not.toHaveLength(0));
      expect(release.published[0].publishedAt - changedAt).toBeLessThan(
        SIGNAL_WITHIN_MS,
      );
      const { took, bytes, fleet } = await ask(`?since=${cursor}`);
      expect(fleet.services.map(({ title }) => title)).toEqual([nameOf(round)]);
      expect(bytes).toBeLessThan(5_000);
      cursor = fleet.cursor;
      times.push(took);
    }
    const median = times.sort((a, b) => a - b)[(ROUNDS - 1) / 2];
    expect(median).toBeLessThan(CHANGES_WITHIN_MS);
    await release.stop();
  }, 30_000);
});
