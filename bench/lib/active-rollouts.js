'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { KubeClient } = require('./kube-client');
const { pooled, sleep } = require('./pool');
const { rolloutsEnded } = require('./rollouts-ended');
const { withRolloutStack } = require('./rollout-stack');
const {
  collectionOf,
  manifestsOf,
  namespaceManifest,
  servicesOf,
} = require('./services');
const { bytes, ms, percentile, ratio } = require('./statistics');

/** As prod has them: each rollout goes over two. */
const ENVIRONMENTS = ['north', 'east', 'west'];
const CLUSTERS_EACH = 2;
const CLUSTERS = ENVIRONMENTS.length * CLUSTERS_EACH;
const COUNTS = [20, 200];
/** Release pods of each on each cluster. */
const REPLICAS = 2;
/** As systems of a company have them, some services each. */
const NAMESPACES = Array.from({ length: 20 }, (_, index) => `bench-${index}`);
const SETTLE_MS = 5_000;
const WINDOW_MS = 30_000;
/** Something happens in each rollout so often, which in prod is every 6 hours. */
const POLICY = {
  strategy: 'canary',
  stepInterval: '10s',
  maxCanaryReplicas: 15,
  bake: '1h',
  gate: 'automatic',
  replicas: { min: 0, max: 20 },
};
const WRITES_AT_ONCE = 8;
const TICK = 'pilothouse.rollouts.tick';

/** Rollouts that are all active on the clusters of the landscape: what looking after them costs. */
async function measureActive(say) {
  say(`Landscape: ${COUNTS.join(' and ')} rollouts in ${CLUSTERS} clusters`);
  const services = servicesOf(
    Math.ceil(Math.max(...COUNTS) / ENVIRONMENTS.length),
    { namespaces: NAMESPACES },
  );
  return await withRolloutStack(
    {
      scale: `${CLUSTERS}x20`,
      services,
      policy: POLICY,
      environments: clusters =>
        ENVIRONMENTS.map((name, index) => ({
          name,
          clusters: clusters
            .map(cluster => cluster.name)
            .slice(index * CLUSTERS_EACH, (index + 1) * CLUSTERS_EACH),
        })),
      beforeBackend: stack => populate(stack, services),
    },
    stack => measure(stack, services, say),
  );
}

/** Makes the services on every cluster, as its admin. */
async function populate({ clusters, dataDir }, services) {
  const objects = [
    ...NAMESPACES.map(namespaceManifest),
    ...services.flatMap(service => manifestsOf(service, REPLICAS)),
  ];
  await Promise.all(
    clusters.map(async cluster => {
      const file = path.join(
        dataDir,
        'landscape/tokens',
        `${cluster.name}-admin`,
      );
      const token = fs.readFileSync(file, 'utf8').trim();
      const admin = new KubeClient({ ...cluster, token });
      await pooled(objects, WRITES_AT_ONCE, object =>
        admin.create(collectionOf(object), object),
      );
      for (const { namespace, name } of services) {
        await admin.ready(namespace, name, REPLICAS);
      }
    }),
  );
}

async function measure(stack, services, say) {
  const { author, probe } = stack;
  const all = services.flatMap(({ ref }) =>
    ENVIRONMENTS.map(environment => ({ entityRef: ref, environment })),
  );
  await author.plan({ ...all[0], version: '1.1.0' });
  await sleep(SETTLE_MS);
  await probe.take();
  await sleep(SETTLE_MS);
  const idle = await probe.take();
  const seen = [];
  for (const [index, count] of COUNTS.entries()) {
    const requests = all
      .slice(0, count)
      .map(request => ({ ...request, version: `1.${index + 1}.0` }));
    const plans = await author.planAll(requests);
    const ids = await author.startAll(requests, plans);
    await sleep(SETTLE_MS);
    await probe.take();
    await sleep(WINDOW_MS);
    const taken = await probe.take();
    say(`  ${count} rollouts: ${taken.samples[TICK].length} looks`);
    seen.push(figuresOf(taken, stack));
    if (index === COUNTS.length - 1) break;
    await author.abortAll(ids);
    await rolloutsEnded(probe);
  }
  return {
    tables: [
      {
        title: `Landscape: rollouts active in ${CLUSTERS} clusters, a step every 10 s`,
        columns: ['', ...COUNTS.map(count => `${count} rollouts`), 'ratio'],
        rows: rowsOf(seen),
      },
    ],
    notes: [
      `A look is everything that is done about one rollout at once: observe, decide, store, write to the cluster. Statements are all that the release plugin sends to ${stack.kindOfDatabase}, BEGIN and COMMIT too, divided by looks.`,
      `Memory is that of the whole backend with all its plugins, run from its sources; ${bytes(
        idle.peakRss,
      )} before the first rollout.`,
    ],
  };
}

function figuresOf({ samples, seconds, cpuSeconds, peakRss, statements }, at) {
  const ticks = samples[TICK].map(value => value * 1000);
  return {
    p50: percentile(ticks, 0.5),
    p99: percentile(ticks, 0.99),
    looks: ticks.length / seconds,
    statements: (statements[at.database] ?? 0) / ticks.length,
    cpu: cpuSeconds / seconds,
    peakRss,
  };
}

function rowsOf(seen) {
  const [few, many] = seen;
  const row = (title, key, format) => [
    title,
    ...seen.map(figures => format(figures[key])),
    ratio(many[key], few[key]),
  ];
  return [
    row('look at one rollout, p50', 'p50', ms),
    row('look at one rollout, p99', 'p99', ms),
    row('database statements per look', 'statements', value =>
      value.toFixed(2),
    ),
    row('looks per second', 'looks', value => value.toFixed(1)),
    row('CPU, of one core', 'cpu', value => `${(value * 100).toFixed(0)} %`),
    row('memory of the backend, highest', 'peakRss', bytes),
  ];
}

module.exports = { measureActive };
