'use strict';

const { realClusters } = require('../../scripts/lib/real-clusters');
const { bareRollouts } = require('./bare-rollouts');
const { sleep } = require('./pool');
const { rolloutsEnded } = require('./rollouts-ended');
const { withRolloutStack } = require('./rollout-stack');
const { manifestsOf, namespaceManifest, servicesOf } = require('./services');
const { bytes, median } = require('./statistics');

const COUNTS = [1, 20, 100];
const REPLICAS = 5;
const STEPS = 4;
const PAUSE_S = 10;
const PAUSES_MS = STEPS * PAUSE_S * 1000;
/** A pause after each canary pod, of which the last is the bake. */
const POLICY = {
  strategy: 'canary',
  maxCanaryReplicas: STEPS,
  stepInterval: `${PAUSE_S}s`,
  bake: `${PAUSE_S}s`,
  gate: 'automatic',
  readyTimeout: '2m',
  promoteTimeout: '10m',
  replicas: { min: 0, max: 20 },
};
const SETTLE_MS = 10_000;
/** Argo Rollouts with as many replicas, steps and pauses, measured once on the same machine and control plane. */
const ARGO = {
  beyond: ['0.4 s', '5.4 s', '15.0 s'],
  requests: '61',
  cpu: '0.12 to 0.15 s',
  memory: '144 MB',
};

/** Rollouts to their end on one real control plane, as the peer was measured. */
async function measureReal(say) {
  const real = realClusters();
  if (!real) {
    return { tables: [], notes: ['No real control plane was given.'] };
  }
  const [cluster] = real.names;
  const namespace = `pilothouse-bench-${process.pid}`;
  const services = servicesOf(Math.max(...COUNTS), { namespaces: [namespace] });
  say(
    `Real control plane: ${COUNTS.join(', ')} rollouts of ${REPLICAS} replicas`,
  );
  try {
    return await withRolloutStack(
      {
        scale: '1x14',
        services,
        policy: POLICY,
        clusters: () =>
          real.prepareOne(cluster, namespace, [
            namespaceManifest(namespace),
            ...services.flatMap(service => manifestsOf(service, REPLICAS)),
          ]),
        environments: () => [{ name: 'bench', clusters: [cluster] }],
      },
      stack => measure(stack, services, say),
    );
  } finally {
    await real.tidy();
  }
}

async function measure(stack, services, say) {
  const { author, probe, clusters } = stack;
  const [{ ref }] = services;
  await author.plan({
    entityRef: ref,
    environment: 'bench',
    version: '1.1.0',
  });
  await sleep(SETTLE_MS);
  const before = await probe.take();
  const seen = [];
  for (const [index, count] of COUNTS.entries()) {
    const chosen = services.slice(0, count);
    const figures = await measureRun(stack, chosen, `1.${index + 1}.0`);
    say(`  ${count}: ${seconds(figures.beyond)} beyond the pauses`);
    seen.push(figures);
  }
  // At last, since from now on somebody else owns the images.
  for (const [index, count] of COUNTS.entries()) {
    const chosen = services.slice(0, count);
    const bare = await bareRollouts(clusters[0], chosen, `2.${index + 1}.0`);
    const all = bare.canary + bare.promotion;
    say(`  ${count}: ${seconds(all)} for the control plane alone`);
    seen[index].bare = { ...bare, all };
  }
  return { tables: [tableOf(seen)], notes: notesOf(before) };
}

async function measureRun({ author, probe, clusters }, services, version) {
  const requests = services.map(({ ref }) => ({
    entityRef: ref,
    environment: 'bench',
    version,
  }));
  await probe.take();
  const plans = await author.planAll(requests);
  const planned = await probe.take();
  const began = Date.now();
  const ids = await author.startAll(requests, plans);
  await sleep(began + PAUSES_MS - Date.now());
  await rolloutsEnded(probe);
  const carriedOut = await probe.take();
  const rollouts = await author.succeeded(ids);
  const times = rollouts.map(timesOf);
  const lastEnd = Math.max(...times.map(({ ended }) => ended));
  const all = [planned, carriedOut];
  return {
    beyond: lastEnd - began - PAUSES_MS,
    started: Math.max(...times.map(({ created }) => created)) - began,
    each: medianOf(times, ({ created, ended }) => ended - created - PAUSES_MS),
    canary: medianOf(
      times,
      ({ created, promoted }) => promoted - created - PAUSES_MS,
    ),
    promotion: medianOf(times, ({ promoted, ended }) => ended - promoted),
    promotions: lastEnd - Math.min(...times.map(({ promoted }) => promoted)),
    requests: sum(all, take => requestsTo(clusters[0], take)) / ids.length,
    cpu: sum(all, ({ cpuSeconds }) => cpuSeconds) / ids.length,
    peakRss: carriedOut.peakRss,
  };
}

/** When a rollout began, when the first pod of its release could be replaced, and when it had ended. */
function timesOf({ createdAt, endedAt, steps }) {
  const { enteredAt } = steps.find(({ kind }) => kind === 'promote');
  return {
    created: Date.parse(createdAt),
    promoted: Date.parse(enteredAt),
    ended: Date.parse(endedAt),
  };
}

function medianOf(items, value) {
  return median(items.map(value));
}

/** Everything that the backend asks of a cluster. */
function requestsTo({ url }, { requests }) {
  const { origin } = new URL(url);
  const own = Object.entries(requests).filter(([key]) =>
    key.startsWith(`${origin} `),
  );
  return sum(own, ([, number]) => number);
}

function tableOf(seen) {
  const ours = (title, value) => [title, ...seen.map(value)];
  const argo = value => ['– Argo Rollouts', ...COUNTS.map(value)];
  return {
    title: `Real control plane: rollouts of ${REPLICAS} replicas in ${STEPS} steps with ${
      PAUSES_MS / 1000
    } s of pauses`,
    columns: ['', ...COUNTS.map(count => `${count} at once`)],
    rows: [
      ours('beyond the pauses, until the last has ended', ({ beyond }) =>
        seconds(beyond),
      ),
      ours('– the control plane alone', ({ bare }) => seconds(bare.all)),
      argo((_, index) => ARGO.beyond[index]),
      ours('until the last one was started', ({ started }) => seconds(started)),
      ours('each by itself, p50', ({ each }) => seconds(each)),
      ours('– its canary, beyond the pauses', ({ canary }) => seconds(canary)),
      ours('– its promotion', ({ promotion }) => seconds(promotion)),
      ours('all canaries, the control plane alone', ({ bare }) =>
        seconds(bare.canary),
      ),
      ours('all promotions, from the first to the last end', ({ promotions }) =>
        seconds(promotions),
      ),
      ours('– the control plane alone', ({ bare }) => seconds(bare.promotion)),
      ours('API requests per rollout', ({ requests }) => requests.toFixed(1)),
      argo(() => ARGO.requests),
      ours('CPU per rollout', ({ cpu }) => `${cpu.toFixed(2)} s`),
      argo(() => ARGO.cpu),
      ours('memory, highest', ({ peakRss }) => bytes(peakRss)),
      argo(() => ARGO.memory),
    ],
  };
}

function notesOf({ peakRss }) {
  return [
    'Beyond the pauses: from the first request to start one until the end of the last, less the pauses. All are started at once by one person, and each start plans once more. A rollout adds canary pods one by one, and then replaces the pods of the release one by one.',
    `Argo Rollouts does less in this case: without traffic routing the pods that it has made as canaries stay, so each of the ${REPLICAS} pods is replaced once, all but the last of them during the steps. Here ${STEPS} canary pods come first, then all ${REPLICAS} pods of the release are replaced, and then the canaries go: ${
      STEPS + REPLICAS
    } pods made and as many removed, more than half of them after the last pause. The promotion alone makes as many pods as the whole rollout of Argo Rollouts.`,
    'The control plane alone: the same changes without pauses and without a portal, each written the moment that the one before is seen to be complete; first all canaries, then all promotions, as the pauses have it. What it needs for all promotions nobody can be faster than who replaces them one by one.',
    'The promotion: from its beginning until the canary is at 0 again. All promotions: from the beginning of the first to the end of the last; rollouts that were started one after the other begin one after the other.',
    'Requests and CPU are those of the whole backend from the first plan to the last end: plans, dry runs, starts, probes, watches and notifications too.',
    `Memory is that of the whole portal with all its plugins, run from its sources, of which ${bytes(
      peakRss,
    )} before the first rollout; that of the peer is its controller's.`,
    'Argo Rollouts was measured once on the same machine and control plane, not in this run.',
  ];
}

function sum(items, value) {
  return items.reduce((total, item) => total + value(item), 0);
}

function seconds(value) {
  return `${(value / 1000).toFixed(1)} s`;
}

module.exports = { measureReal };
