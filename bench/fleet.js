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
/** Few enough for the peer to keep its pace for all viewers; how much it asks does not depend on them. */
const PODS_WHILE_COUNTING = 10;
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
    {
      scale: `${CLUSTERS}x60`,
      beforeBackend: stack => scaleTo(stack, PODS),
    },
    async stack => {
      const rows = await measureViews(stack);
      say(`  times and bytes of ${ROUNDS} rounds`);
      await scaleTo(stack, PODS_WHILE_COUNTING);
      rows.push(await countRequests(stack));
      say(`  requests of ${VIEWERS} viewers`);
      return rows;
    },
  );
  const tables = [tableFor('Landscape', CLUSTERS, simulated)];
  const notes = [
    `Requests are counted with ${PODS_WHILE_COUNTING} pods on each cluster: with ${PODS} the peer cannot answer ${VIEWERS} viewers every ten seconds on this machine.`,
  ];
  const real = realClusters();
  if (!real) {
    notes.push('No real control planes were given.');
    return { tables, notes };
  }
  say(`Real control planes: ${real.names.length} clusters × ${PODS} pods`);
  try {
    const rows = await withStack(
      { scale: '1x14', clusters: () => real.prepare(ENTITY, PODS) },
      measureViews,
    );
    tables.push(tableFor('Real control planes', real.names.length, rows));
    notes.push(
      'On the real control planes requests are not counted: their own controllers ask, too.',
    );
  } finally {
    await real.tidy();
  }
  return { tables, notes };
}

async function scaleTo({ clusters }, pods) {
  await Promise.all(
    clusters.map(async ({ client }) => {
      await client.scale(ENTITY.namespace, ENTITY.name, pods);
      await client.ready(ENTITY.namespace, ENTITY.name, pods);
    }),
  );
}

/** Rows of the table: how long views take, and what they send to the browser. */
async function measureViews(stack) {
  const views = viewsOf(await stack.viewer(OPS));
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
  const row = (title, of, format) => [
    title,
    format(of('ours')),
    format(of('stock')),
    ratio(of('stock'), of('ours')),
  ];
  return [
    row('entity view, p50', name => median(times[name]), ms),
    row('entity view, p95', name => percentile(times[name], 0.95), ms),
    row('bytes to the browser', name => sizes[name], bytes),
  ];
}

/** The row of what the clusters are asked while many look. */
async function countRequests(stack) {
  const views = viewsOf(await stack.viewer(OPS));
  const during = (view, every) =>
    requestsDuring(
      () => stack.landscape.requestCount(),
      () =>
        Promise.all(
          Array.from({ length: VIEWERS }, () => watchFor(view, every)),
        ),
    );
  const ours = await during(views.ours, HEARTBEAT_MS);
  // Our watches and probes go on while the peer is measured; what they cost is not the peer's.
  const stock = (await during(views.stock, POLL_MS)) - ours;
  return [
    `requests/min to the clusters, ${VIEWERS} viewers`,
    Math.round(ours),
    Math.round(stock),
    ratio(stock, ours),
  ];
}

function viewsOf(viewer) {
  return {
    ours: () => viewer.deployTab(),
    stock: () => viewer.kubernetesTab(),
  };
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

function tableFor(where, clusters, rows) {
  return {
    title: `${where}: ${clusters} clusters × ${PODS} pods`,
    columns: ['', 'Pilothouse', 'plugin-kubernetes', 'ratio'],
    rows,
  };
}

function sleep(duration) {
  return new Promise(resolve => setTimeout(resolve, Math.max(0, duration)));
}

module.exports = { run };
