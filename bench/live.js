'use strict';

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { promisify } = require('node:util');
const { buildApp } = require('../scripts/lib/browser-tests');
const { openBrowser } = require('./lib/browser');
const { ENTITY } = require('./lib/entity');
const { withStack } = require('./lib/stack');
const { ms, percentile, ratio } = require('./lib/statistics');

const CHANGES = 200;
/** The peer polls every ten seconds; two hundred of its changes would take an hour. */
const STOCK_CHANGES = 20;
/** Changes come at any moment between two polls, not always just after one. */
const STOCK_PAUSES_MS = [1_000, 8_000, 4_500, 2_500, 6_500];
const CLUSTER = 'dev';

/** From the answer to `kubectl` until the changed cell is on the screen of a real browser. */
async function run(say) {
  buildApp();
  return await withStack({}, async stack => {
    const change = changer(stack);
    const page = await openBrowser(stack.urls.app, '郭涛');
    try {
      await page.goto(`/catalog/default/component/${ENTITY.name}/deploy`);
      await page.watch('tr', CLUSTER);
      const ours = await measure(page, change, oursChanges());
      say(`  ours: ${ours.length} changes`);

      await page.goto(`/catalog/default/component/${ENTITY.name}/kubernetes`);
      await page.watch('.MuiAccordionSummary-root', CLUSTER);
      const stock = await measure(page, change, stockChanges());
      say(`  stock: ${stock.length} changes`);
      return {
        tables: [
          {
            title: `From ${change.by}'s answer to the changed cell`,
            columns: ['', 'Pilothouse', 'plugin-kubernetes', 'ratio'],
            rows: [0.5, 0.95].map(share => {
              const [a, b] = [
                percentile(ours, share),
                percentile(stock, share),
              ];
              return [
                `p${share * 100}`,
                ms(a),
                ms(b),
                ratio(b, Math.max(a, 1)),
              ];
            }),
          },
        ],
        notes: [
          `${ours.length} changes here (images and replicas), ${stock.length} there (replicas; it polls every 10 s).`,
          'What was on the screen before the answer counts as 0 ms.',
        ],
      };
    } finally {
      await page.close();
    }
  });
}

async function measure(page, change, changes) {
  const latencies = [];
  for (const [command, expected, pauseMs = 0] of changes) {
    await new Promise(resolve => setTimeout(resolve, pauseMs));
    const seen = page.seen(expected);
    const answered = await change(command);
    latencies.push(Math.max(0, (await seen) - answered));
  }
  return latencies;
}

function* oursChanges() {
  for (let index = 0; index < CHANGES; index += 1) {
    if (index % 2 === 0) {
      const tag = `1.9.${index}`;
      yield [{ tag }, tag];
    } else {
      const replicas = 2 + ((index >> 1) % 2);
      yield [{ replicas }, `/ ${replicas}`];
    }
  }
}

function* stockChanges() {
  for (let index = 0; index < STOCK_CHANGES; index += 1) {
    const replicas = 4 + (index % 2);
    const pause = STOCK_PAUSES_MS[index % STOCK_PAUSES_MS.length];
    yield [{ replicas }, `${replicas} pods`, pause];
  }
}

/** Changes the Deployment by kubectl, or by the same request where there is none. */
function changer({ dataDir, clusters }) {
  const { client } = clusters.find(({ name }) => name === CLUSTER);
  const kubectl = kubectlFile();
  const image = tag => `registry.yunfan.test/order/${ENTITY.name}:${tag}`;
  const run = args =>
    promisify(execFile)(kubectl, [
      '--kubeconfig',
      path.join(dataDir, 'landscape/kubeconfig'),
      '--context',
      CLUSTER,
      '-n',
      ENTITY.namespace,
      ...args,
    ]);
  const change = async ({ tag, replicas }) => {
    if (kubectl) {
      await run(
        tag
          ? [
              'set',
              'image',
              `deployment/${ENTITY.name}`,
              `${ENTITY.name}=${image(tag)}`,
            ]
          : ['scale', `deployment/${ENTITY.name}`, `--replicas=${replicas}`],
      );
    } else if (tag) {
      await client.setImage(
        ENTITY.namespace,
        ENTITY.name,
        ENTITY.name,
        image(tag),
      );
    } else {
      await client.scale(ENTITY.namespace, ENTITY.name, replicas);
    }
    return Date.now();
  };
  return Object.assign(change, { by: kubectl ? 'kubectl' : 'the API server' });
}

function kubectlFile() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return [
    process.env.PILOTHOUSE_REAL_KUBECTL,
    ...folders.map(folder => path.join(folder, 'kubectl')),
  ].find(file => file && fs.existsSync(file));
}

module.exports = { run };
