'use strict';

const { ENTITY, OPS } = require('./lib/entity');
const { realClusters } = require('../scripts/lib/real-clusters');
const { withStack } = require('./lib/stack');
const { bytes, median, ms, percentile, ratio } = require('./lib/statistics');

const CLUSTERS = 6;
const PODS = 500;
const ROUNDS = 15;
const VIEWERS = 20;
const WINDOW_MS = 20_000;
/** As the stock tab does. */
const POLL_MS = 10_000;
/** As the Deploy tab does while nothing changes. */
const HEARTBEAT_MS = 60_000;

/**
 * One service with 500 pods on each of six clusters: how long its entity view takes, how many bytes it sends to the
 * browser, and how many requests twenty viewers cost the clusters.
 */
async function run(say) {
  say(`Landscape: ${CLUSTERS} clusters × ${PODS} pods of one service`);
  const simulated = await withStack(
    { scale: `${CLUSTERS}x60`, beforeBackend: grow },
    stack => measure(stack, say, () => stack.landscape.requestCount(), 0),
  );
  const tables = [tableFor('Landscape', CLUSTERS, simulated)];
  const notes = [];
  const real = realClusters();
  if (real) {
    say(`Real control planes: ${real.names.length} clusters × ${PODS} pods`);
    const requestCount = () => real.requestCount();
    let others = 0;
    try {
      const figures = await withStack(
        {
          scale: '1x10',
          clusters: () => real.prepare(ENTITY, PODS),
          beforeBackend: async () => {
            others = await requestsDuring(requestCount, async () => {});
          },
        },
        stack => measure(stack, say, requestCount, others),
      );
      tables.push(tableFor('Real control planes', real.names.length, figures));
      notes.push(
        `Requests to the real control planes are what their own counters grew by, less the ${Math.round(
          others,
        )} a minute of their own controllers.`,
      );
    } finally {
      await real.tidy();
    }
  } else {
    notes.push('No real control planes were given.');
  }
  return { tables, notes };
}

async function grow({ clusters }) {
  await Promise.all(
    clusters.map(async ({ client }) => {
      await client.scale(ENTITY.namespace, ENTITY.name, PODS);
      await client.ready(ENTITY.namespace, ENTITY.name, PODS);
    }),
  );
}

/** @param others requests a minute that the clusters get from others, before the portal runs */
async function measure(stack, say, requestCount, others) {
  const viewer = await stack.viewer(OPS);
  const views = {
    ours: () => viewer.deployTab(),
    stock: () => viewer.kubernetesTab(),
  };
  const times = { ours: [], stock: [] };
  const sizes = { ours: 0, stock: 0 };
  // Warm, then taking turns, so that neither has the quieter machine.
  for (const view of Object.values(views)) {
    for (let round = 0; round < 3; round += 1) await view();
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, view] of Object.entries(views)) {
      const seen = await view();
      times[name].push(seen.ms);
      sizes[name] = seen.bytes;
    }
  }
  say(`  times and bytes of ${ROUNDS} rounds`);
  const during = (view, every) =>
    requestsDuring(requestCount, () =>
      Promise.all(Array.from({ length: VIEWERS }, () => watchFor(view, every))),
    );
  const ours = (await during(views.ours, HEARTBEAT_MS)) - others;
  // Our watches go on while the peer is measured; what they cost is not the peer's.
  const standing = await requestsDuring(requestCount, async () => {});
  const stock = (await during(views.stock, POLL_MS)) - standing;
  const requests = { ours, stock };
  say(`  requests of ${VIEWERS} viewers`);
  return { times, sizes, requests };
}

/** How many requests a minute the clusters got while somebody did something; at least a window long. */
async function requestsDuring(requestCount, work) {
  const [before, started] = [await requestCount(), Date.now()];
  await Promise.all([work(), sleep(WINDOW_MS)]);
  const after = await requestCount();
  return ((after - before) * 60_000) / (Date.now() - started);
}

async function watchFor(view, every) {
  const end = Date.now() + WINDOW_MS;
  for (let next = Date.now(); next < end; next += every) {
    await sleep(next - Date.now());
    await view();
  }
}

function tableFor(where, clusters, { times, sizes, requests }) {
  // A cluster that was asked nothing at all cannot be divided by.
  const asked = Math.max(requests.ours, 1);
  return {
    title: `${where}: ${clusters} clusters × ${PODS} pods`,
    columns: ['', 'Pilothouse', 'plugin-kubernetes', 'ratio'],
    rows: [
      [
        'entity view, p50',
        ms(median(times.ours)),
        ms(median(times.stock)),
        ratio(median(times.stock), median(times.ours)),
      ],
      [
        'entity view, p95',
        ms(percentile(times.ours, 0.95)),
        ms(percentile(times.stock, 0.95)),
        ratio(percentile(times.stock, 0.95), percentile(times.ours, 0.95)),
      ],
      [
        'bytes to the browser',
        bytes(sizes.ours),
        bytes(sizes.stock),
        ratio(sizes.stock, sizes.ours),
      ],
      [
        `requests/min to the clusters, ${VIEWERS} viewers`,
        Math.round(requests.ours),
        Math.round(requests.stock),
        ratio(requests.stock, asked),
      ],
    ],
  };
}

function sleep(duration) {
  return new Promise(resolve => setTimeout(resolve, Math.max(0, duration)));
}

module.exports = { run };
