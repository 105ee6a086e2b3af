'use strict';

const { ENTITY, OPS } = require('./lib/entity');
const { withStack } = require('./lib/stack');
const { ms, percentile } = require('./lib/statistics');

const ROUNDS = 20;
/** Longer than anybody waits for a page. */
const PATIENCE_MS = 60_000;
const FAULTS = [
  ['prod-beijing', { mode: 'hang' }],
  ['prod-shanghai', { mode: 'refuse' }],
  ['prod-guangzhou', { mode: 'slow', delayMs: 30_000 }],
];

/**
 * Six clusters, of which one hangs, one refuses and one takes 30 s to answer, from before the portal starts: how long
 * until the healthy ones are on the screen.
 */
async function run(say) {
  return await withStack(
    {
      scale: '6x60',
      beforeBackend: async ({ landscape }) => {
        for (const [cluster, fault] of FAULTS) {
          await landscape.fault(cluster, fault);
        }
      },
    },
    async stack => {
      const viewer = await stack.viewer(OPS);
      const healthy = stack.clusters
        .map(({ name }) => name)
        .filter(name => FAULTS.every(([faulty]) => faulty !== name));
      const first = await viewer.deployTab();
      const warm = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        warm.push((await viewer.deployTab()).ms);
      }
      const last = await viewer.deployTab();
      say(`  ours: ${ROUNDS + 2} views`);
      const stock = await stockView(viewer);
      const seen = clustersWithPods(last.answer);
      return {
        tables: [
          {
            title: 'Until the healthy clusters are shown',
            columns: ['', 'Pilothouse', 'plugin-kubernetes'],
            rows: [
              ['first view after the start', ms(first.ms), stock],
              ['later views, p50', ms(percentile(warm, 0.5)), stock],
              ['later views, p99', ms(percentile(warm, 0.99)), stock],
              [
                'healthy clusters shown',
                `${healthy.filter(name => seen.includes(name)).length} of ${
                  healthy.length
                }`,
                stock.startsWith('nothing') ? `0 of ${healthy.length}` : '',
              ],
            ],
          },
        ],
        notes: [
          `What the screen says of the others: ${last.answer.clusters
            .filter(({ name }) => !healthy.includes(name))
            .map(({ name, status }) => `${name} ${status}`)
            .join(', ')}.`,
        ],
      };
    },
  );
}

async function stockView(viewer) {
  try {
    const { ms: duration } = await viewer.kubernetesTab({
      timeoutMs: PATIENCE_MS,
    });
    return ms(duration);
  } catch (error) {
    if (error.name !== 'TimeoutError') throw error;
    return `nothing after ${PATIENCE_MS / 1000} s`;
  }
}

function clustersWithPods({ workloads }) {
  return workloads
    .filter(({ name, release }) => name === ENTITY.name && release?.ready > 0)
    .map(({ target }) => target.cluster);
}

module.exports = { run };
