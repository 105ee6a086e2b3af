'use strict';

const { ENTITY, OPS } = require('./lib/entity');
const { seedLines, TARGET } = require('./lib/log-lines');
const { LogStore } = require('./lib/log-store');
const { withStack } = require('./lib/stack');
const { bytes, ms, percentile, ratio } = require('./lib/statistics');

const MINUTE = 60_000;
const VIEWERS = [1, 10, 50];
const ROUNDS = 8;
const LINES = 200;
/** Before anything is measured. */
const WARM_LOOKS = 8;
/** Of the time that is looked at; ends before now, so that both read the same lines. */
const RANGE_MS = 15 * MINUTE;
/** All of them may read the lines of the service. */
const PEOPLE = [OPS, 'user:default/li.wei', 'user:default/wang.fang'];

/**
 * Simultaneous viewers of one query, of an entity's lines with their histogram: how long until the last has them, what is
 * asked of the store, and what comes to a browser, beside the same query sent to the store itself.
 */
async function run(say) {
  const tables = [];
  const notes = [
    'The direct query has the same filter, order, histogram and number of lines; each viewer sends it. Each round looks at another time, which nobody has looked at.',
  ];
  say('Landscape: lines of order-api on prod');
  await withStack({}, async stack => {
    const store = LogStore.ofLandscape(stack);
    tables.push(await measure(stack, store, 'Landscape', say));
  });
  const url = process.env.PILOTHOUSE_REAL_ELASTICSEARCH_URL;
  if (!url) {
    notes.push('No real Elasticsearch was given.');
    return { tables, notes };
  }
  say('Real Elasticsearch: lines of its own');
  const seeded = await seedLines(
    url,
    (ROUNDS * VIEWERS.length + WARM_LOOKS) * RANGE_MS,
  );
  try {
    await withStack({ config: () => seeded.config }, async stack => {
      const store = new LogStore({ url, index: seeded.index });
      const title = `Real Elasticsearch, ${seeded.count} lines`;
      tables.push(await measure(stack, store, title, say));
    });
  } finally {
    await seeded.remove();
  }
  return { tables, notes };
}

async function measure(stack, store, title, say) {
  const people = await Promise.all(PEOPLE.map(stack.viewer));
  const rows = [];
  let turn = 0;
  const nextRange = () => {
    turn += 1;
    const to = Math.floor(Date.now() / MINUTE) * MINUTE - turn * RANGE_MS;
    return { from: to - RANGE_MS, to };
  };
  // Warm: who may read what, the version of the store, its fields, its own caches; and the start is over.
  for (let round = 0; round < 2; round += 1) {
    for (const person of people) await look(person, nextRange());
  }
  await store.search(nextRange(), LINES);
  for (const viewers of VIEWERS) {
    const times = { ours: [], direct: [] };
    const size = { ours: 0, direct: 0 };
    let requests = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const range = nextRange();
      const ours = async () => {
        const before = await store.requestCount();
        const seen = await together(viewers, index =>
          look(people[index % people.length], range),
        );
        requests += (await store.requestCount()) - before;
        times.ours.push(...seen.map(item => item.ms));
        size.ours = Math.max(size.ours, seen[0].bytes);
        return seen;
      };
      const direct = async () => {
        const seen = await together(viewers, () => store.search(range, LINES));
        times.direct.push(...seen.map(item => item.ms));
        size.direct = Math.max(size.direct, seen[0].bytes);
        return seen;
      };
      // Taking turns: who comes second finds the caches of the store warm.
      const order = round % 2 === 0 ? [ours, direct] : [direct, ours];
      const [[first], [second]] = [await order[0](), await order[1]()];
      sameLines(first, second);
    }
    const p95 = name => percentile(times[name], 0.95);
    rows.push(
      [
        `${viewers} viewers: p95`,
        ms(p95('ours')),
        ms(p95('direct')),
        ratio(p95('direct'), p95('ours')),
      ],
      [
        `${viewers} viewers: requests to the store`,
        requests / ROUNDS,
        viewers,
        ratio(viewers, requests / ROUNDS),
      ],
      [
        `${viewers} viewers: bytes to each`,
        bytes(size.ours),
        bytes(size.direct),
        ratio(size.direct, size.ours),
      ],
    );
    say(`  ${viewers} viewers, ${ROUNDS} rounds`);
  }
  return {
    title: `${title}: ${LINES} newest of ${
      RANGE_MS / MINUTE
    } minutes, with a histogram`,
    columns: ['', 'Pilothouse', 'direct', 'ratio'],
    rows,
  };
}

/** What the Logs tab asks. */
async function look(viewer, { from, to }) {
  const started = performance.now();
  const { bytes: size, text } = await viewer.ask('/api/logs/v1/search', {
    method: 'POST',
    body: JSON.stringify({
      entityRef: ENTITY.ref,
      environment: TARGET.environment,
      clusters: [TARGET.cluster],
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      limit: LINES,
      histogram: true,
    }),
  });
  const took = performance.now() - started;
  const answer = JSON.parse(text);
  if (answer.problems.length > 0) {
    throw new Error(`The search says ${JSON.stringify(answer.problems)}`);
  }
  return { ms: took, bytes: size, total: answer.total.value };
}

function together(count, work) {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

/** Who finds less is faster for nothing. */
function sameLines(one, other) {
  if (one.total !== other.total || one.total === 0) {
    throw new Error(
      `One way finds ${one.total} lines, the other ${other.total}`,
    );
  }
}

module.exports = { run };
